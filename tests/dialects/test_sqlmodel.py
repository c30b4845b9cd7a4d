"""Tables of SQLModel as text."""

import pytest

from fastapi_endpoint.dialects.sqlmodel.fields import declaration
from fastapi_endpoint.dialects.sqlmodel.idiom import session_type
from fastapi_endpoint.dialects.sqlmodel.model import table_class
from fastapi_endpoint.dialects.tables import Column, Reference, Table, Unique
from fastapi_endpoint.fragments import Fragment, Import, code

MOMENT = code("UtcDateTime", "app.core.utc_datetime.UtcDateTime")
UUID = code("UUID", "uuid.UUID")
OWNER = Reference(table="users", column="id", on_delete="set-null")


@pytest.mark.parametrize(
    ("column", "line"),
    [
        (
            Column(name="id", kind="int", python=code("int"), primary_key=True),
            "id: int | None = Field(default=None, primary_key=True)",
        ),
        (
            Column(name="id", kind="uuid", python=UUID, primary_key=True, default=code("uuid4")),
            "id: UUID = Field(default_factory=uuid4, primary_key=True)",
        ),
        (
            Column(name="code", kind="int", python=code("int"), primary_key=True, given=True),
            'code: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})',
        ),
        (Column(name="name", kind="str", size=40, python=code("str")), "name: str = Field(max_length=40)"),
        (Column(name="paid", kind="bool", python=code("bool")), "paid: bool"),
        (
            Column(name="state", kind="str", size=5, python=code("str"), default=Fragment('"draft"')),
            'state: str = Field(default="draft", max_length=5)',
        ),
        (
            Column(name="sent_on", kind="date", python=code("date"), nullable=True),
            "sent_on: date | None = None",
        ),
        (
            Column(name="note", kind="text", python=code("str"), nullable=True),
            "note: str | None = Field(default=None, sa_type=Text)",
        ),
        (
            Column(name="price", kind="decimal", size=12, scale=2, python=code("Decimal")),
            "price: Decimal = Field(max_digits=12, decimal_places=2)",
        ),
        (
            Column(name="seen", kind="int", size=64, python=code("int")),
            "seen: int = Field(sa_type=BigInteger)",
        ),
        (
            Column(name="owner_id", kind="uuid", python=UUID, nullable=True, reference=OWNER),
            'owner_id: UUID | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL")',
        ),
        (
            Column(
                name="updated_at",
                kind="datetime",
                python=code("datetime"),
                default=code("utc_now"),
                on_update=code("utc_now"),
            ),
            (
                "updated_at: datetime = "
                'Field(default_factory=utc_now, sa_type=UtcDateTime, sa_column_kwargs={"onupdate": utc_now})'
            ),
        ),
        (
            Column(name="metadata", attribute="metadata_", kind="json", python=code("Any"), nullable=True),
            (
                'metadata_: Any | None = Field(default=None, sa_column=Column("metadata", '
                "JSON(none_as_null=True), nullable=True))"
            ),
        ),
        (
            Column(name="total", kind="int", python=code("int"), computed="price * count"),
            (
                'total: int = Field(sa_column=Column(Integer, Computed("price * count", persisted=True), '
                "nullable=False))"
            ),
        ),
    ],
)
def test_a_column_is_a_field(column: Column, line: str) -> None:
    assert declaration(column, MOMENT).text == line


def test_a_table_says_its_name_only_where_it_is_not_the_usual_one() -> None:
    name = Column(name="name", kind="str", size=40, python=code("str"))
    unique = Unique(name="uq_orderitem_name", columns=("name",), field="name")

    usual = table_class(
        Table(name="orderitem", columns=(name,)), "OrderItem", code("SQLModel"), moment=MOMENT
    )
    other = table_class(
        Table(name="order_items", columns=(name,), uniques=(unique,)),
        "OrderItem",
        code("SQLModel"),
        moment=MOMENT,
    )

    assert usual.text.startswith("class OrderItem(SQLModel, table=True):\n    name: str")
    assert '    __tablename__ = "order_items"\n    __table_args__ = (\n' in other.text


def test_sessions_are_those_of_sqlmodel() -> None:
    assert session_type(is_async=False).imports == {Import("sqlmodel", "Session")}
    assert session_type(is_async=True).imports == {Import("sqlmodel.ext.asyncio.session", "AsyncSession")}
