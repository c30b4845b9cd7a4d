"""Columns, orders, conditions and migrations as SQLAlchemy and Alembic write them."""

import pytest

from fastapi_endpoint.dialects.sqlalchemy.columns import declaration, moment_type
from fastapi_endpoint.dialects.sqlalchemy.migration import create_table, drop_table
from fastapi_endpoint.dialects.sqlalchemy.model import mapped_class
from fastapi_endpoint.dialects.sqlalchemy.queries import condition, order_by, search_condition
from fastapi_endpoint.dialects.tables import Check, Column, Index, Reference, Table, Unique
from fastapi_endpoint.fragments import code

MOMENT = code("UtcDateTime", "app.core.utc_datetime.UtcDateTime")
ID = Column(name="id", kind="int", python=code("int"), primary_key=True)
NAME = Column(name="name", kind="str", python=code("str"), size=40)
OWNER = Column(
    name="owner_id", kind="int", python=code("int"), reference=Reference(table="users", on_delete="set-null")
)
SENT = Column(name="sent_at", kind="datetime", python=code("datetime", "datetime.datetime"), nullable=True)


@pytest.mark.parametrize(
    ("column", "mapped", "classic"),
    [
        (ID, "id: Mapped[int] = mapped_column(primary_key=True)", "id = Column(Integer, primary_key=True)"),
        (NAME, "name: Mapped[str] = mapped_column(String(40))", "name = Column(String(40), nullable=False)"),
        (
            OWNER,
            'owner_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))',
            'owner_id = Column(Integer, ForeignKey("users.id", ondelete="SET NULL"), nullable=False)',
        ),
        (
            SENT,
            "sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)",
            "sent_at = Column(UtcDateTime, nullable=True)",
        ),
        (
            Column(name="big", kind="int", python=code("int"), size=64),
            "big: Mapped[int] = mapped_column(BigInteger)",
            "big = Column(BigInteger, nullable=False)",
        ),
        (
            Column(name="at", kind="time", python=code("time", "datetime.time"), whole_seconds=True),
            'at: Mapped[time] = mapped_column(Time().with_variant(TIME(fsp=6), "mysql", "mariadb"))',
            'at = Column(Time().with_variant(TIME(fsp=6), "mysql", "mariadb"), nullable=False)',
        ),
        (
            Column(name="date", attribute="day", kind="date", python=code("date", "datetime.date")),
            'day: Mapped[date] = mapped_column("date")',
            'day = Column("date", Date, nullable=False)',
        ),
    ],
)
def test_columns_in_both_styles(column: Column, mapped: str, classic: str) -> None:
    assert declaration(column, "Mapped", MOMENT).text == mapped
    assert declaration(column, "Column", MOMENT).text == classic


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (ID, "id: Mapped[int] = mapped_column(primary_key=True, init=False)"),
        (NAME, "name: Mapped[str] = mapped_column(String(40))"),
        (SENT, "sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)"),
        (
            Column(
                name="made_at",
                kind="datetime",
                python=code("datetime", "datetime.datetime"),
                default=code("utc_now"),
                on_update=code("utc_now"),
            ),
            (
                "made_at: Mapped[datetime] = "
                "mapped_column(UtcDateTime, insert_default=utc_now, onupdate=utc_now, init=False)"
            ),
        ),
    ],
)
def test_a_dataclass_takes_what_callers_give_and_nothing_else(column: Column, expected: str) -> None:
    assert declaration(column, "dataclass", MOMENT).text == expected


def test_arguments_with_a_default_come_last_in_a_dataclass() -> None:
    table = Table(name="parcels", columns=(ID, SENT, NAME))
    made = mapped_class(
        table, "Parcel", code("Base"), style="dataclass", moment=MOMENT, docstring="", names_table=True
    )
    names = [line.strip().partition(":")[0] for line in made.text.splitlines() if "Mapped[" in line]
    assert names == ["id", "name", "sent_at"]


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("equals", "Parcel.name == query.name"),
        ("min", "Parcel.name >= query.name"),
        ("max", "Parcel.name <= query.name"),
        ("in", "Parcel.name.in_(query.name)"),
        ("contains", "Parcel.name.icontains(query.name, autoescape=True)"),
    ],
)
def test_filters(operator: str, expected: str) -> None:
    assert condition("Parcel.name", operator, "query.name").text == expected


def test_search_looks_into_each_column() -> None:
    assert (
        search_condition(("Parcel.name",), "query.q").text
        == "Parcel.name.icontains(query.q, autoescape=True)"
    )
    assert search_condition(("Parcel.name", "Parcel.note"), "query.q").text.startswith("or_(")


def test_every_order_is_total_and_says_where_null_stands() -> None:
    def order(column: Column, *, descending: bool, words: bool = True) -> str:
        key = f"Parcel.{column.python_name}"
        nullable = column.nullable
        return order_by(key, "Parcel.id", nullable=nullable, descending=descending, words=words).text

    assert order(NAME, descending=True) == "Parcel.name.desc(), Parcel.id.desc()"
    assert order(SENT, descending=True) == "Parcel.sent_at.desc().nulls_first(), Parcel.id.desc()"
    assert order(SENT, descending=False) == "Parcel.sent_at.asc().nulls_last(), Parcel.id.asc()"
    assert order(SENT, descending=False, words=False) == (
        "Parcel.sent_at.is_(None).asc(), Parcel.sent_at.asc(), Parcel.id.asc()"
    )
    assert order(ID, descending=False) == "Parcel.id.asc()"


def test_moments_have_microseconds_on_mysql() -> None:
    assert moment_type(("sqlite", "postgresql")).text == "DateTime(timezone=True)"
    assert "DATETIME(fsp=6)" in moment_type(("mariadb",)).text


TABLE = Table(
    name="parcels",
    columns=(ID, NAME, OWNER, SENT),
    uniques=(Unique(name="uq_parcels_name", columns=("name",), field="name"),),
    checks=(Check(label="name_known", name="ck_parcels_name_known", condition="name <> ''"),),
    indexes=(Index(name="ix_parcels_sent_at_id", columns=("sent_at", "id")),),
)


def test_migrations_hold_constraints_and_indexes() -> None:
    assert create_table(TABLE, moment_type(("postgresql",))).splitlines() == [
        "op.create_table(",
        '    "parcels",',
        '    sa.Column("id", sa.Integer(), nullable=False),',
        '    sa.Column("name", sa.String(40), nullable=False),',
        '    sa.Column("owner_id", sa.Integer(), nullable=False),',
        '    sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),',
        '    sa.ForeignKeyConstraint(["owner_id"], ["users.id"], ondelete="SET NULL"),',
        '    sa.PrimaryKeyConstraint("id"),',
        '    sa.UniqueConstraint("name", name="uq_parcels_name"),',
        '    sa.CheckConstraint("name <> \'\'", name="ck_parcels_name_known"),',
        ")",
        'op.create_index("ix_parcels_sent_at_id", "parcels", ["sent_at", "id"])',
    ]
    assert drop_table(TABLE).splitlines() == [
        'op.drop_index("ix_parcels_sent_at_id", table_name="parcels")',
        'op.drop_table("parcels")',
    ]
