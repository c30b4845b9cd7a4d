"""The Alembic operations that create a table and drop it again."""

from fastapi_endpoint.dialects.sqlalchemy.columns import column_type, is_nullable
from fastapi_endpoint.dialects.tables import Check, Column, Table
from fastapi_endpoint.fragments import Fragment


def create_table(table: Table, moment: Fragment) -> str:
    """The body of `upgrade`, not indented: the table with its constraints, then its indexes.

    `moment` is the type of aware datetimes.
    """
    items = [
        *(_column(column, moment) for column in table.columns),
        *(_foreign_key(column) for column in table.columns if column.reference),
        _primary_key(table),
        *(_unique(table, each.columns, each.name) for each in table.uniques),
        *(_check(table, each) for each in table.checks),
    ]
    lines = [f'op.create_table(\n    "{table.name}",', *(f"    {item}," for item in items), ")"]
    lines += [
        f'op.create_index("{each.name}", "{table.name}", [{_quoted(each.columns)}])' for each in table.indexes
    ]
    return "\n".join(lines)


def drop_table(table: Table) -> str:
    """The body of `downgrade`, not indented."""
    lines = [f'op.drop_index("{each.name}", table_name="{table.name}")' for each in reversed(table.indexes)]
    return "\n".join([*lines, f'op.drop_table("{table.name}")'])


def add_column(table: str, column: Column) -> str:
    """The body of `upgrade`, not indented: one more column of a table that is there."""
    return f'op.add_column("{table}", {_column(column, Fragment(""))})'


def drop_column(table: str, column: Column) -> str:
    """The body of `downgrade`, not indented."""
    return f'op.drop_column("{table}", "{column.name}")'


def _column(column: Column, moment: Fragment) -> str:
    aware = column.kind == "datetime" and not column.naive
    sql = (moment if aware else column_type(column)).text
    server = ", server_default=sa.func.now()" if column.server_now else ""
    if column.server_default:
        server = f', server_default="{column.server_default}"'
    call = sql if sql.endswith(")") else f"{sql}()"
    computed = f', sa.Computed("{column.computed}", persisted=True)' if column.computed else ""
    nullable = is_nullable(column)
    counted = ", autoincrement=False" if column.given and column.kind == "int" else ""
    return f'sa.Column("{column.name}", sa.{call}{computed}{server}{counted}, nullable={nullable})'


def _foreign_key(column: Column) -> str:
    reference = column.reference
    assert reference is not None  # noqa: S101 - for the type checker; the caller asked
    action = reference.on_delete.upper().replace("-", " ")
    target = f"{reference.table}.{reference.column}"
    return f'sa.ForeignKeyConstraint(["{column.name}"], ["{target}"], ondelete="{action}")'


def _primary_key(table: Table) -> str:
    keys = tuple(column.name for column in table.columns if column.primary_key)
    return f"sa.PrimaryKeyConstraint({_quoted(keys)})"


def _unique(table: Table, columns: tuple[str, ...], name: str) -> str:
    named = "" if table.named_by_metadata else f', name="{name}"'
    return f"sa.UniqueConstraint({_quoted(columns)}{named})"


def _check(table: Table, check: Check) -> str:
    name = check.label if table.named_by_metadata else check.name
    if check.expression:
        return f'sa.CheckConstraint({check.expression.replace("column(", "sa.column(")}, name="{name}")'
    return f'sa.CheckConstraint("{check.condition}", name="{name}")'


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)
