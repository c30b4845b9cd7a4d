"""What `__table_args__` says, and the classes that enums are of."""

from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

MODELS = """
from enum import Enum, StrEnum
from fastapi import FastAPI
from sqlalchemy import CheckConstraint, Enum as SAEnum, Index, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

app = FastAPI()

class Base(DeclarativeBase): ...

class State(StrEnum):
    DRAFT = "draft"
    LIVE = "live"

class Level(Enum):
    LOW = 1
    HIGH = 2

class Item(Base):
    __tablename__ = "items"
    __table_args__ = (
        UniqueConstraint("a", "b", name="uq_items"),
        Index("ix_items_a", "a", "id"),
        Index("ix_items_b", "b", unique=True),
        Index("ix_odd", func.lower("a")),
        CheckConstraint("a > b", name="ck_items_order"),
        {"schema": "shop"},
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    a: Mapped[int]
    b: Mapped[int]
    state: Mapped[State] = mapped_column(SAEnum(State))
    level: Mapped[Level]
"""


def test_keys_over_columns_are_read() -> None:
    item = explore(SourceTree.of_files({"main.py": MODELS})).model("Item")
    assert item is not None
    assert item.uniques == (("a", "b"), ("b",))
    assert item.indexes == (("a", "id"), ("b",))
    assert item.checks == ("ck_items_order",)
    state, level = item.column("state"), item.column("level")
    assert state is not None
    assert level is not None
    assert (state.values, state.enum) == (("draft", "live"), Symbol("main.py", "State", "main"))
    assert level.enum is None
