"""Tells broken unique constraints and references from other errors."""

import re

from sqlalchemy import Index, Table, UniqueConstraint, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

BROKEN_UNIQUE = re.compile(
    r'violates unique constraint "(?P<postgresql>\w+)"'
    r"|UNIQUE constraint failed: (?P<sqlite>[\w., ]+)"
)
BROKEN_REFERENCE = re.compile("foreign key constraint", re.IGNORECASE)


class ConflictError(Exception):
    """What is stored does not allow this write."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def conflict(error: IntegrityError, model: type[SQLModel]) -> Exception:
    """The conflict that the database reports, or the error itself."""
    message = str(error.orig)
    table = inspect(model).local_table
    if BROKEN_REFERENCE.search(message):
        references = [column.name for column in table.columns if column.foreign_keys]
        return ConflictError(f"There is no row that {' or '.join(references)} refers to")
    broken = BROKEN_UNIQUE.search(message)
    if broken is None or not isinstance(table, Table):
        return error
    for key in (*table.constraints, *table.indexes):
        if isinstance(key, UniqueConstraint) or (isinstance(key, Index) and key.unique):
            columns = [column.name for column in key.columns]
            names = (key.name, ", ".join(f"{table.name}.{column}" for column in columns))
            if broken[broken.lastgroup or 0] in names:
                return ConflictError(f"This {columns[-1]} is already taken")
    return error
