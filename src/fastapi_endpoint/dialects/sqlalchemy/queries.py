"""Clauses of queries: conditions of filters, of search, and orders."""

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.fragments import Fragment, code

_COMPARISONS = {"equals": "==", "min": ">=", "max": "<="}


def condition(model: str, column: Column, operator: str, value: str) -> Fragment:
    """The condition that a filter puts on its column; text is compared as plain characters."""
    attribute = f"{model}.{column.python_name}"
    match operator:
        case "in":
            return Fragment(f"{attribute}.in_({value})")
        case "contains":
            return Fragment(f"{attribute}.icontains({value}, autoescape=True)")
        case _:
            return Fragment(f"{attribute} {_COMPARISONS[operator]} {value}")


def search_condition(model: str, columns: tuple[Column, ...], value: str) -> Fragment:
    """True for rows that hold the words in any of the columns."""
    parts = [condition(model, column, "contains", value).text for column in columns]
    if len(parts) == 1:
        return Fragment(parts[0])
    return code(f"or_({', '.join(parts)})", "sqlalchemy.or_")


def order_by(model: str, column: Column, identifier: Column, *, descending: bool, words: bool) -> Fragment:
    """A total order: the column, then the id. NULL counts as the largest value.

    `words` is True where the databases know NULLS FIRST and NULLS LAST.
    """
    way = "desc" if descending else "asc"
    key, last = f"{model}.{column.python_name}", f"{model}.{identifier.python_name}.{way}()"
    if column.name == identifier.name:
        return Fragment(last)
    if not column.nullable:
        return Fragment(f"{key}.{way}(), {last}")
    if words:
        return Fragment(f"{key}.{way}().nulls_{'first' if descending else 'last'}(), {last}")
    return Fragment(f"{key}.is_(None).{way}(), {key}.{way}(), {last}")
