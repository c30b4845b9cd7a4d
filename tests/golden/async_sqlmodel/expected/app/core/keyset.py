"""Keyset pagination: a page starts right after the last row of the page before."""

import json
import operator
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from types import GenericAlias
from typing import Any, Generic, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter
from sqlalchemy import BigInteger, ColumnElement, Numeric, Select, and_, literal, or_, tuple_
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")
Statement = TypeVar("Statement", bound=Select[Any])


class Page(Generic[Row]):
    """Rows, and the cursor of the page after them."""

    def __init__(self, data: Sequence[Row], next_cursor: str | None) -> None:
        self.data = data
        self.next_cursor = next_cursor

    @property
    def has_more(self) -> bool:
        return self.next_cursor is not None


class Keyset:
    """The order of a list: a key, then the id, so that no two rows tie. NULL is the largest key."""

    def __init__(self, key: Any, row_id: Any, *, descending: bool = False) -> None:
        self.key: InstrumentedAttribute[Any] = key
        self.row_id: InstrumentedAttribute[Any] = row_id
        self.descending = descending
        self.nullable = bool(key.expression.nullable)
        self.key_type, self.id_type = key.expression.type, row_id.expression.type
        self.order = self._order()
        self.here = tuple_(key, row_id)
        python_type: Any = self.key_type.python_type
        position: Any = GenericAlias(
            tuple, (python_type | None if self.nullable else python_type, self.id_type.python_type)
        )
        self.position: TypeAdapter[tuple[Any, Any]] = TypeAdapter(position)
        self.name = f"{key}{' desc' if descending else ''}"

    def select(self, statement: Statement, cursor: str | None, limit: int) -> Statement:
        """Order the rows and skip those up to the cursor; take one more than the page shows."""
        if cursor is not None:
            statement = statement.where(self._after(*self._decode(cursor)))
        return statement.order_by(*self.order).limit(limit + 1)

    def page(self, rows: Sequence[Row], limit: int) -> Page[Row]:
        """Drop the extra row; the cursor is that of the last row shown."""
        shown = rows[:limit]
        return Page(shown, self._encode(shown[-1]) if len(rows) > limit else None)

    def _order(self) -> tuple[ColumnElement[Any], ...]:
        if self.descending:
            key, row_id = self.key.desc(), self.row_id.desc()
            return (key.nulls_first() if self.nullable else key, row_id)
        key, row_id = self.key.asc(), self.row_id.asc()
        return (key.nulls_last() if self.nullable else key, row_id)

    def _after(self, key: object, row_id: object) -> ColumnElement[bool]:
        beyond = operator.lt if self.descending else operator.gt
        last_id = literal(row_id, self.id_type)
        if key is None:
            tied = and_(self.key.is_(None), beyond(self.row_id, last_id))
            return or_(tied, self.key.is_not(None)) if self.descending else tied
        value = literal(key, self.key_type)
        later: ColumnElement[bool] = beyond(self.here, tuple_(value, last_id))
        return or_(later, self.key.is_(None)) if self.nullable and not self.descending else later

    def _encode(self, row: object) -> str:
        position = (getattr(row, self.key.key), getattr(row, self.row_id.key))
        text = json.dumps([self.name, *self.position.dump_python(position, mode="json")])
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _decode(self, cursor: str) -> tuple[Any, Any]:
        try:
            name, *parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            key, row_id = self.position.validate_json(json.dumps(parts), strict=True)
        except (ValueError, TypeError, RecursionError):
            raise _invalid(cursor) from None
        if name != self.name or not (_storable(key, self.key) and _storable(row_id, self.row_id)):
            raise _invalid(cursor)
        return key, row_id


def _invalid(cursor: str) -> RequestValidationError:
    problem = {
        "type": "value_error",
        "loc": ("query", "cursor"),
        "msg": "Not a cursor of this list",
        "input": cursor,
    }
    return RequestValidationError([problem])


def _storable(value: object, attribute: InstrumentedAttribute[Any]) -> bool:
    """Could this value have come out of the column? Anybody can write a cursor."""
    column_type = attribute.type
    match value:
        case datetime():
            return (value.utcoffset() == timedelta(0)) == bool(
                getattr(column_type, "timezone", False)
            )
        case str():
            return "\0" not in value
        case bool():
            return True
        case int():
            return value.bit_length() <= (63 if isinstance(column_type, BigInteger) else 31)
        case Decimal() if isinstance(column_type, Numeric):
            return value.adjusted() < (column_type.precision or 0) - (column_type.scale or 0)
        case _:
            return True
