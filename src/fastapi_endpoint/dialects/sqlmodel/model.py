"""The class of a table."""

from fastapi_endpoint.dialects.sqlalchemy.model import table_arguments
from fastapi_endpoint.dialects.sqlmodel.fields import declaration
from fastapi_endpoint.dialects.tables import Table
from fastapi_endpoint.fragments import Fragment, join


def table_class(table: Table, name: str, bases: Fragment, *, moment: Fragment) -> Fragment:
    """The class statement with its columns in their order; provided columns are left out.

    The table's name is said where it is not the one that SQLModel makes of the class's.
    """
    head = [bases.put(f"class {name}(", ", table=True):")]
    if table.name != name.lower():
        head.append(Fragment(f'    __tablename__ = "{table.name}"'))
    arguments = table_arguments(table)
    if arguments:
        head.append(arguments.put("    __table_args__ = (\n", "\n    )"))
    columns = [declaration(column, moment).put("    ") for column in table.columns if not column.provided]
    return join("\n\n" if head[1:] else "\n", [join("\n", head), join("\n", columns)])
