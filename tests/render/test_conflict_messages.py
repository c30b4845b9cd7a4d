"""What the module about conflicts makes of the words of each database."""

from collections.abc import Callable

import pytest
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from fastapi_endpoint.render import render
from render.cases import PARCEL, spec_of, view_of


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)


class Parcel(Base):
    __tablename__ = "parcels"
    __table_args__ = (UniqueConstraint("owner_id", "tracking", name="uq_parcels_owner_id_tracking"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    tracking: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


@pytest.fixture(scope="module")
def conflict() -> Callable[[IntegrityError, type[Base]], Exception]:
    view = view_of(spec_of(PARCEL), databases=("mariadb", "postgresql", "sqlite"))
    text = next(file.text for file in render(view) if file.path.endswith("conflicts.py"))
    names: dict[str, Callable[[IntegrityError, type[Base]], Exception]] = {}
    exec(text, names)  # noqa: S102 - the text under test
    return names["conflict"]


@pytest.mark.parametrize(
    ("words", "detail"),
    [
        ("UNIQUE constraint failed: parcels.owner_id, parcels.tracking", "This tracking is already taken"),
        (
            'duplicate key value violates unique constraint "uq_parcels_owner_id_tracking"',
            "This tracking is already taken",
        ),
        (
            "(1062, \"Duplicate entry '1-a' for key 'uq_parcels_owner_id_tracking'\")",
            "This tracking is already taken",
        ),
        ("FOREIGN KEY constraint failed", "There is no row that owner_id or payer_id refers to"),
        (
            'insert or update on table "parcels" violates foreign key constraint "fk_parcels_owner_id_users"',
            "There is no row that owner_id or payer_id refers to",
        ),
        (
            "(1452, 'Cannot add or update a child row: a foreign key constraint fails')",
            "There is no row that owner_id or payer_id refers to",
        ),
    ],
)
def test_a_conflict_names_the_field(
    conflict: Callable[[IntegrityError, type[Base]], Exception], words: str, detail: str
) -> None:
    error = IntegrityError("INSERT", {}, Exception(words))

    assert str(conflict(error, Parcel)) == detail


@pytest.mark.parametrize(
    "words", ["NOT NULL constraint failed: parcels.tracking", "UNIQUE constraint failed: other.tracking"]
)
def test_anything_else_stays_what_it_is(
    conflict: Callable[[IntegrityError, type[Base]], Exception], words: str
) -> None:
    error = IntegrityError("INSERT", {}, Exception(words))

    assert conflict(error, Parcel) is error


@pytest.mark.parametrize(("width", "strings"), [(88, 2), (120, 1)])
def test_patterns_that_fit_in_a_line_are_one_string(width: int, strings: int) -> None:
    view = view_of(spec_of(PARCEL), databases=("postgresql", "sqlite"), tools__line_length=width)
    text = next(file.text for file in render(view) if file.path.endswith("conflicts.py"))
    pattern = text[text.index("BROKEN_UNIQUE") : text.index("BROKEN_REFERENCE")]
    assert len([line for line in pattern.splitlines() if line.startswith("    r")]) == strings
