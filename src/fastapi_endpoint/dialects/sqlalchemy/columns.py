"""Columns: the SQLAlchemy type of a kind, and a column's declaration in both styles."""

from typing import Literal

from fastapi_endpoint.dialects.tables import Column, Reference
from fastapi_endpoint.fragments import Fragment, Import, code, join

Style = Literal["Mapped", "Column", "dataclass"]
"""`dataclass` is Mapped in classes that are dataclasses: what no caller gives is no argument of theirs."""

_PLAIN = {
    "text": "Text",
    "float": "Double",
    "bool": "Boolean",
    "date": "Date",
    "time": "Time",
    "duration": "Interval",
    "uuid": "Uuid",
    "json": "JSON",
    "bytes": "LargeBinary",
}
_INTEGERS = {16: "SmallInteger", 32: "Integer", 64: "BigInteger"}
_FROM_ANNOTATION = {"bool", "date", "time", "duration", "uuid", "bytes"}


def column_type(column: Column) -> Fragment:
    """The SQL type as SQLAlchemy writes it; moments are the caller's business (`moment_type`)."""
    match column.kind:
        case "str":
            text = f"String({column.size})" if column.size else "String"
            return code(text, "sqlalchemy.String")
        case "int":
            name = _INTEGERS.get(column.size or 32, "Integer")
            return code(name, f"sqlalchemy.{name}")
        case "decimal":
            return code(f"Numeric({column.size}, {column.scale or 0})", "sqlalchemy.Numeric")
        case "datetime":
            return code("DateTime" if column.naive else "DateTime(timezone=True)", "sqlalchemy.DateTime")
        case _:
            return _of_one_word(column)


def _of_one_word(column: Column) -> Fragment:
    """A type that is a name alone, but for what a database would do to it."""
    name = _PLAIN[column.kind]
    found = code(name, f"sqlalchemy.{name}")
    if column.kind == "json" and column.nullable:
        return found.put("", "(none_as_null=True)")
    if column.whole_seconds:
        found = found.put("", '().with_variant(TIME(fsp=6), "mysql", "mariadb")')
        return found.needing(Import("sqlalchemy.dialects.mysql", "TIME"))
    return found


def moment_type(databases: tuple[str, ...]) -> Fragment:
    """The SQL type of aware datetimes with microseconds, on each of the databases."""
    moment = code("DateTime(timezone=True)", "sqlalchemy.DateTime")
    if not {"mysql", "mariadb"} & set(databases):
        return moment
    variant = moment.put("", '.with_variant(DATETIME(fsp=6), "mysql", "mariadb")')
    return variant.needing(Import("sqlalchemy.dialects.mysql", "DATETIME"))


def declaration(column: Column, style: Style, moment: Fragment) -> Fragment:
    """The line of a class body that declares the column; `moment` is the type of aware datetimes."""
    sql = moment if column.kind == "datetime" and not column.naive else column_type(column)
    if style == "Column":
        return _call(f"{column.python_name} = Column", "sqlalchemy.Column", column_arguments(column, sql))
    optional = column.python.put("", " | None") if column.nullable else column.python
    annotation = optional.put(f"{column.python_name}: Mapped[", "]")
    head = join("", [annotation, code("", "sqlalchemy.orm.Mapped")])
    arguments = _mapped_arguments(column, sql)
    if style == "dataclass":
        arguments = [_inserted(each) for each in arguments] + _of_dataclass(column)
    if not arguments:
        return head
    return join(" = ", [head, _call("mapped_column", "sqlalchemy.orm.mapped_column", arguments)])


def _inserted(argument: Fragment) -> Fragment:
    """A default of the column, told from one of the dataclass."""
    if not argument.text.startswith("default="):
        return argument
    return Fragment(f"insert_{argument.text}", argument.imports)


def _of_dataclass(column: Column) -> list[Fragment]:
    if column.primary_key or column.default or column.computed:
        return [Fragment("init=False")]
    return [Fragment("default=None")] if column.nullable else []


def _call(name: str, imported: str, arguments: list[Fragment]) -> Fragment:
    return join("", [code(f"{name}(", imported), join(", ", arguments), Fragment(")")])


def _mapped_arguments(column: Column, sql: Fragment) -> list[Fragment]:
    arguments = [] if not column.attribute else [Fragment(f'"{column.name}"')]
    if column.reference:
        arguments.append(foreign_key(column.reference))
    elif (column.kind not in _FROM_ANNOTATION or column.whole_seconds) and not (
        column.kind == "int" and column.size in (None, 32)
    ):
        arguments.append(sql)
    return [*arguments, *_computed(column), *_keywords(column), *_loose(column)]


def column_arguments(column: Column, sql: Fragment) -> list[Fragment]:
    """The arguments of `Column(...)`."""
    arguments = [sql] if not column.attribute else [Fragment(f'"{column.name}"'), sql]
    if column.reference:
        arguments.append(foreign_key(column.reference))
    nullable = [] if column.primary_key else [Fragment(f"nullable={is_nullable(column)}")]
    return [*arguments, *_computed(column), *_keywords(column), *nullable]


def is_nullable(column: Column) -> bool:
    """Does the database take the column for one that may be NULL?"""
    return column.nullable or bool(column.computed and not column.says_not_null)


def _loose(column: Column) -> list[Fragment]:
    return [Fragment("nullable=True")] if is_nullable(column) and not column.nullable else []


def _computed(column: Column) -> list[Fragment]:
    if not column.computed:
        return []
    return [code(f'Computed("{column.computed}", persisted=True)', "sqlalchemy.Computed")]


def _keywords(column: Column) -> list[Fragment]:
    arguments = [Fragment("primary_key=True")] if column.primary_key else []
    if column.given and column.kind == "int":
        arguments.append(Fragment("autoincrement=False"))
    if column.default:
        arguments.append(column.default.put("default="))
    if column.server_default:
        arguments.append(Fragment(f'server_default="{column.server_default}"'))
    if column.on_update:
        arguments.append(column.on_update.put("onupdate="))
    return arguments


def foreign_key(reference: Reference) -> Fragment:
    """`ForeignKey("users.id", ondelete="CASCADE")`."""
    action = reference.on_delete.upper().replace("-", " ")
    return code(
        f'ForeignKey("{reference.table}.{reference.column}", ondelete="{action}")', "sqlalchemy.ForeignKey"
    )
