"""The mapped class of a table."""

from fastapi_endpoint.dialects.sqlalchemy.columns import Style, declaration
from fastapi_endpoint.dialects.tables import Check, Index, Table, Unique
from fastapi_endpoint.fragments import Fragment, code, join

NEWLINE = Fragment("\n")


def mapped_class(
    table: Table,
    name: str,
    bases: Fragment,
    *,
    style: Style,
    moment: Fragment,
    docstring: str,
    names_table: bool,
) -> Fragment:
    """The class statement with its columns in their order.

    `names_table` is False where the base makes `__tablename__` itself; provided columns are left out.
    """
    head = [Fragment(f'    """{docstring}"""\n')] if docstring else []
    if names_table:
        head.append(Fragment(f'    __tablename__ = "{table.name}"'))
    arguments = table_arguments(table)
    if arguments:
        head.append(arguments.put("    __table_args__ = (\n", "\n    )"))
    own = [column for column in table.columns if not column.provided]
    if style == "dataclass":  # arguments with a default come last
        own.sort(key=lambda column: column.nullable)
    columns = [declaration(column, style, moment).put("    ") for column in own]
    parts = [bases.put(f"class {name}(", "):"), *head]
    body = join("\n", parts)
    return join("\n\n" if head else "\n", [body, join("\n", columns)]) if columns else body


def table_arguments(table: Table) -> Fragment | None:
    """The items of `__table_args__`, one a line: uniques, checks, indexes; None where there are none."""
    items = [
        *(unique_constraint(each, named=not table.named_by_metadata) for each in table.uniques),
        *(check_constraint(each, short=table.named_by_metadata) for each in table.checks),
        *(index(each) for each in table.indexes),
    ]
    return join("\n", [item.put("        ", ",") for item in items]) if items else None


def unique_constraint(unique: Unique, *, named: bool) -> Fragment:
    """`UniqueConstraint("owner_id", "tracking")`, with its name where the metadata makes none."""
    name = f', name="{unique.name}"' if named else ""
    return code(f"UniqueConstraint({_quoted(unique.columns)}{name})", "sqlalchemy.UniqueConstraint")


def check_constraint(check: Check, *, short: bool) -> Fragment:
    """`CheckConstraint("weight > 0", name=...)`; short where the metadata completes the name."""
    name = check.label if short else check.name
    if check.expression:
        text = f'CheckConstraint({check.expression}, name="{name}")'
        return code(text, "sqlalchemy.CheckConstraint", "sqlalchemy.column")
    return code(f'CheckConstraint("{check.condition}", name="{name}")', "sqlalchemy.CheckConstraint")


def index(each: Index) -> Fragment:
    """`Index("ix_parcels_created_at_id", "created_at", "id")`."""
    return code(f'Index("{each.name}", {_quoted(each.columns)})', "sqlalchemy.Index")


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
