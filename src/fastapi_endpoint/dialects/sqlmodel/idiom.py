"""How functions over SQLModel's tables are written: its session, its `select`, and typed columns."""

from fastapi_endpoint.fragments import Fragment, Import, code

SELECT = Import("sqlmodel", "select")
COLUMN = "col({}.{})"
"""An attribute has the type of its values to type checkers; `col` gives it that of a column."""

WRAPPER = Import("sqlmodel", "col")


def speaks(orm: str) -> bool:
    """Is that value of the convention `orm` SQLModel?"""
    return orm in ("sqlmodel_async", "sqlmodel_sync")


def session_type(*, is_async: bool) -> Fragment:
    """Its session class."""
    if is_async:
        return code("AsyncSession", "sqlmodel.ext.asyncio.session.AsyncSession")
    return code("Session", "sqlmodel.Session")
