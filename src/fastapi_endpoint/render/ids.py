"""Ids of tables that the project has: their type in a path, in Python, and in a comparison."""

from msgspec import Struct

from fastapi_endpoint.domain.project import Column, Model
from fastapi_endpoint.fragments import Fragment, code
from fastapi_endpoint.render.view import IdKind

UUID_TEXT_LENGTH = 36
STORED = {"int": code("int"), "uuid": code("UUID", "uuid.UUID"), "str": code("str")}
"""The Python type of a stored id."""
LONGEST_TEXT = 255


class Key(Struct, frozen=True, kw_only=True):
    """How an id arrives in a path, what it is in Python, and how it is looked up (`str({})`)."""

    kind: IdKind
    path_type: Fragment
    plain_type: Fragment
    lookup: str = "{}"


def int_key(bits: int = 32) -> Key:
    """An id counted by the database."""
    most = f"2**{bits - 1} - 1"
    path_type = code(f"Annotated[int, Path(ge=1, le={most})]", "typing.Annotated", "fastapi.Path")
    return Key(kind="int", path_type=path_type, plain_type=code("int"))


def uuid_key() -> Key:
    """A UUID that the database knows as such."""
    uuid = code("UUID", "uuid.UUID")
    return Key(kind="uuid", path_type=uuid, plain_type=uuid)


def uuid_text_key() -> Key:
    """A UUID that is stored as text."""
    uuid = code("UUID", "uuid.UUID")
    return Key(kind="str", path_type=uuid, plain_type=uuid, lookup="str({})")


def text_key(size: int | None) -> Key:
    """Any other text; NUL is no character of an id."""
    path = f'Annotated[str, Path(max_length={size or LONGEST_TEXT}, pattern=r"^[^\\x00]+$")]'
    return Key(kind="str", path_type=code(path, "typing.Annotated", "fastapi.Path"), plain_type=code("str"))


def key_of(column: Column | None) -> Key:
    """The key that a column of the project is; a UUID where nothing is known."""
    match column:
        case Column(type="int"):
            return int_key(64 if "BigInteger" in f"{column.source} {column.declared}" else 32)
        case Column(type="str", size=size) if not _holds_uuids(column):
            return text_key(size)
        case Column(type="str"):
            return uuid_text_key()
        case _:
            return uuid_key()


def referred(column: Column, row: str, models: tuple[Model, ...]) -> str | None:
    """What the column holds of the row that it refers to, as source; as text where only one of them is text.

    None where it refers to nothing.
    """
    table, _, key = (column.foreign_key or "").rpartition(".")
    if not table:
        return None
    target = next((model.column(key) for model in models if model.table == table), None)
    as_text = column.type == "str" and target is not None and target.type != "str"
    return f"str({row}.{key})" if as_text else f"{row}.{key}"


def _holds_uuids(column: Column) -> bool:
    return column.size == UUID_TEXT_LENGTH or "uuid" in column.declared.lower()
