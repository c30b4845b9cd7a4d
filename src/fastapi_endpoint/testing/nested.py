"""What a plan promises of the parent that its resource hangs on."""

from typing import Any

from fastapi_endpoint.domain.plan import PlannedParent
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.testing.claims import TOKEN, TOKEN_LENGTH, Json

_VALUES: Json = {
    "int": 1,
    "float": 1.0,
    "decimal": "1",
    "bool": True,
    "date": "2024-01-01",
    "datetime": "2024-01-01T12:00:00Z",
    "uuid": f"00000000-0000-4000-8000-{TOKEN}",
    "json": {},
    "email": f"{TOKEN}@example.com",
}


def parent_claim(parent: PlannedParent) -> Json:
    """Where parents are, the body that makes one, and what becomes of the rows that hang on it."""
    return {
        "path": parent.path,
        "create": {column.name: _value(column) for column in parent.needs},
        "field": parent.parameter,
        "on_delete": "cascade" if parent.on_delete == "cascade" else "restrict",
    }


def _value(column: Column) -> Any:
    if column.values:
        return column.values[0]
    if "email" in column.name:
        return _VALUES["email"]
    if column.type in ("str", "text"):
        return TOKEN if (column.size or TOKEN_LENGTH) >= TOKEN_LENGTH else "x" * (column.size or 1)
    return _VALUES.get(column.type, TOKEN)
