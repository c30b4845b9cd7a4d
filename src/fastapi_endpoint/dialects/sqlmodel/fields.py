"""Columns as fields of a class: an annotation, and a `Field(...)` where that does not say all."""

from fastapi_endpoint.dialects.sqlalchemy.columns import column_arguments, column_type
from fastapi_endpoint.dialects.tables import Column, Reference
from fastapi_endpoint.fragments import Fragment, code, join

_FROM_ANNOTATION = {"bool", "date", "time", "duration", "uuid", "bytes"}
_CONSTANTS = {"True", "False", "None"}


def declaration(column: Column, moment: Fragment) -> Fragment:
    """The line of a class body that declares the column; `moment` is the type of aware datetimes."""
    made_later = column.nullable or _is_counted(column)
    annotation = column.python.put("", " | None") if made_later else column.python
    head = annotation.put(f"{column.python_name}: ")
    arguments = _arguments(column, moment)
    if not arguments:
        return head
    if len(arguments) == 1 and arguments[0].text.startswith("default="):
        return Fragment(f"{head.text} = {arguments[0].text.removeprefix('default=')}", head.imports)
    field = join("", [code("Field(", "sqlmodel.Field"), join(", ", arguments), Fragment(")")])
    return join(" = ", [head, field])


def _is_counted(column: Column) -> bool:
    """Does the database make the value when the row is stored?"""
    return column.primary_key and column.kind == "int" and not column.given


def _arguments(column: Column, moment: Fragment) -> list[Fragment]:
    sql = moment if column.kind == "datetime" and not column.naive else column_type(column)
    if column.computed or ("(" in sql.text and column.kind in ("json", "time")):
        whole = join(", ", column_arguments(column, sql)).put("sa_column=Column(", ")")
        return [*_default(column), join("", [whole, code("", "sqlalchemy.Column")])]
    return [
        *_default(column),
        *(_reference(column.reference) if column.reference else []),
        *([Fragment("primary_key=True")] if column.primary_key else []),
        *_type(column, sql),
        *_settings(column),
    ]


def _default(column: Column) -> list[Fragment]:
    if column.default:
        text = column.default.text
        is_factory = text.startswith("lambda") or (text not in _CONSTANTS and text.isidentifier())
        return [column.default.put("default_factory=" if is_factory else "default=")]
    return [Fragment("default=None")] if column.nullable or _is_counted(column) else []


def _reference(reference: Reference) -> list[Fragment]:
    action = reference.on_delete.upper().replace("-", " ")
    return [
        Fragment(f'foreign_key="{reference.table}.{reference.column}"'),
        Fragment(f'ondelete="{action}"'),
    ]


def _type(column: Column, sql: Fragment) -> list[Fragment]:
    """What SQLModel cannot tell from the annotation."""
    match column.kind:
        case "str":
            return [Fragment(f"max_length={column.size}")] if column.size else []
        case "decimal":
            return [Fragment(f"max_digits={column.size}"), Fragment(f"decimal_places={column.scale or 0}")]
        case "int" if column.size in (None, 32):
            return []
        case kind if kind in _FROM_ANNOTATION:
            return []
        case _:
            return [sql.put("sa_type=")]


def _settings(column: Column) -> list[Fragment]:
    """What only the column itself takes."""
    items = [Fragment(f'"name": "{column.name}"')] if column.attribute else []
    if column.given and column.kind == "int":
        items.append(Fragment('"autoincrement": False'))
    if column.server_default:
        items.append(Fragment(f'"server_default": "{column.server_default}"'))
    if column.on_update:
        items.append(column.on_update.put('"onupdate": '))
    return [join(", ", items).put("sa_column_kwargs={", "}")] if items else []
