"""Clauses of queries: conditions of filters, of search, and orders."""

from fastapi_endpoint.fragments import Fragment, code

_COMPARISONS = {"equals": "==", "min": ">=", "max": "<="}


def condition(attribute: str, operator: str, value: str) -> Fragment:
    """The condition that a filter puts on an attribute; text is compared as plain characters."""
    match operator:
        case "in":
            return Fragment(f"{attribute}.in_({value})")
        case "contains":
            return Fragment(f"{attribute}.icontains({value}, autoescape=True)")
        case _:
            return Fragment(f"{attribute} {_COMPARISONS[operator]} {value}")


def search_condition(attributes: tuple[str, ...], value: str) -> Fragment:
    """True for rows that hold the words in any of the attributes."""
    parts = [condition(attribute, "contains", value).text for attribute in attributes]
    if len(parts) == 1:
        return Fragment(parts[0])
    return code(f"or_({', '.join(parts)})", "sqlalchemy.or_")


def order_by(key: str, identifier: str, *, nullable: bool, descending: bool, words: bool) -> Fragment:
    """A total order: an attribute, then the id. NULL counts as the largest value.

    `words` is True where the databases know NULLS FIRST and NULLS LAST.
    """
    way = "desc" if descending else "asc"
    last = f"{identifier}.{way}()"
    if key == identifier:
        return Fragment(last)
    if not nullable:
        return Fragment(f"{key}.{way}(), {last}")
    if words:
        return Fragment(f"{key}.{way}().nulls_{'first' if descending else 'last'}(), {last}")
    return Fragment(f"{key}.is_(None).{way}(), {key}.{way}(), {last}")
