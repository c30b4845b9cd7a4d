"""A model in the field language, as `add` would take it."""

from fastapi_endpoint.domain.project import Column, Model

GIVEN = ("id", "created_at", "updated_at")
"""Columns that every generated resource has; naming them would be an error."""

SIZED = ("str", "decimal", "int")


def field_lines(model: Model) -> tuple[str, ...]:
    """One line per column that a resource could have; a column of unknown type is taken as text."""
    return tuple(_line(column) for column in model.columns if column.name not in GIVEN)


def _line(column: Column) -> str:
    name = column.name
    words: list[str] = []
    if column.foreign_key:
        name = name.removesuffix("_id")
        words.append(f"ref/{column.foreign_key.rsplit('.', 1)[0]}")
    elif column.values:
        words.append("/".join(("enum", *column.values)))
    else:
        words.append(_scalar(column))
    words += [word for word in ("unique", "index") if getattr(column, word)]
    if column.nullable:
        words.append("optional")
    return ":".join((name, *words))


def _scalar(column: Column) -> str:
    if column.size is None or column.type not in SIZED:
        return column.type or "text"
    return f"{column.type}{column.size}" + (f".{column.scale}" if column.scale is not None else "")
