"""Columns as declared: `mapped_column`, `Column`, SQLModel's `Field`, the fields of Tortoise and Peewee."""

import re
from collections.abc import Iterator

from fastapi_endpoint.dialects.typenames import SCALAR_OF
from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.domain.project import Column
from fastapi_endpoint.explore.files import Files, kept
from fastapi_endpoint.source.expression import call_of, is_name, subscript_of, unquoted
from fastapi_endpoint.source.literals import integer, string
from fastapi_endpoint.source.module import Class
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment, Call, known

_COLUMN_CALLS = ("mapped_column", "Column", "column")
_RELATIONS = (
    "relationship",
    "Relationship",
    "ForeignKeyField",
    "ManyToManyField",
    "OneToOneField",
    "backref",
    "association_proxy",
    "ReverseRelation",
    "dynamic_loader",
)
_DEFAULTS = ("default", "default_factory", "server_default", "insert_default", "auto_now_add", "auto_now")
_ID_TYPES = {
    "SQLAlchemyBaseUserTableUUID": "uuid",
    "SQLAlchemyBaseUserTable": "",
    "SQLModelBaseUserDB": "uuid",
}
_USER_COLUMNS = (
    Column(name="email", type="str", nullable=False, has_default=False, unique=True, index=True, size=320),
    Column(name="hashed_password", type="str", nullable=False, has_default=False, size=1024),
    Column(name="is_active", type="bool", nullable=False, has_default=True),
    Column(name="is_superuser", type="bool", nullable=False, has_default=True),
    Column(name="is_verified", type="bool", nullable=False, has_default=True),
)


def columns_of(files: Files, target: Target) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """The columns of a class, those of its bases first and its own in their place; its relations."""
    found: dict[str, Column] = {}
    relations: dict[str, None] = {}
    for owner in (*reversed(files.ancestors(target)), target):
        class_ = files.class_at(owner)
        if class_ is None:
            for column in _external(files, target, owner):
                found[column.name] = column
            continue
        for column in _declared(files, owner):
            found[column.name] = column
        for name in _relations(class_):
            relations[name] = None
            found.pop(name, None)
        for column in _keys(class_):
            found[column.name] = column
    return tuple(found.values()), tuple(relations)


def _external(files: Files, target: Target, owner: Target) -> Iterator[Column]:
    """What well-known classes of packages bring."""
    if owner.last not in _ID_TYPES:
        return
    identity = _ID_TYPES[owner.last]
    class_ = files.class_at(target)
    for base in class_.bases if class_ else ():
        subscript = subscript_of(base)
        if subscript is not None and subscript.base.rpartition(".")[2] == owner.last:
            identity = SCALAR_OF.get(subscript.items[0].rpartition(".")[2], identity)
    line = class_.line if class_ else 0
    yield Column(
        name="id",
        type=identity,
        nullable=False,
        has_default=True,
        primary_key=True,
        source=owner.last,
        line=line,
    )
    for column in _USER_COLUMNS:
        yield Column(
            name=column.name,
            type=column.type,
            nullable=False,
            has_default=column.has_default,
            unique=column.unique,
            index=column.index,
            size=column.size,
            source=owner.last,
            line=line,
        )


@kept
def _declared(files: Files, owner: Target) -> tuple[Column, ...]:
    """The columns that a class writes itself."""
    class_ = files.class_at(owner)
    return tuple(_written(files, owner.file, class_)) if class_ else ()


def _written(files: Files, path: str, class_: Class) -> Iterator[Column]:
    for found in class_.assignments:
        column = column_of(files, path, found)
        if column is not None:
            yield column
    for method in class_.functions:  # @declared_attr def created_at(cls): return mapped_column(...)
        if any("declared_attr" in decorator.name for decorator in method.decorators):
            for returned in method.returned:
                made = call_of(returned.text)
                if made is not None and made.last in _COLUMN_CALLS:
                    found = Assignment(method.name, method.returns, returned.text, method.line, known(made))
                    column = column_of(files, path, found)
                    if column is not None:
                        yield column


def _keys(class_: Class) -> Iterator[Column]:
    """The columns behind `author = ForeignKeyField(...)`: named with `_id`, typed as the other key is."""
    for found in class_.assignments:
        call = found.call
        if call is None or call.last not in ("ForeignKeyField", "OneToOneField"):
            continue
        given = call.argument(0, "model_name") or call.keyword("model") or ""
        named = (string(given) or given).rpartition(".")[2]
        yield Column(
            name=f"{found.target}_id",
            type="int",
            nullable=_flag(call, "null"),
            has_default=False,
            unique=_flag(call, "unique") or call.last == "OneToOneField",
            foreign_key=f"{named}.id" if named.isidentifier() and named != "self" else f"{class_.name}.id",
            declared=found.value,
            line=found.line,
        )


def _relations(class_: Class) -> Iterator[str]:
    for found in class_.assignments:
        called = found.call.last if found.call else ""
        if called in _RELATIONS or "Relation[" in found.annotation or "WriteOnlyMapped" in found.annotation:
            yield found.target
    for method in class_.functions:
        if not method.says(b"relationship"):
            continue
        returned = [call_of(statement.text) for statement in method.returned]
        if any(call is not None and call.last == "relationship" for call in returned):
            yield method.name


def column_of(files: Files, path: str, found: Assignment) -> Column | None:
    """The column that a class-level assignment declares, or None."""
    name, call = found.target, found.call
    if name.startswith("__") or "." in name or name in ("model_config", "metadata", "registry"):
        return None
    annotation = unquoted(found.annotation)
    if "ClassVar" in annotation or (
        call is not None and call.last in _RELATIONS and call.last != "ForeignKeyField"
    ):
        return None
    inner = _inside_column(call)
    if call is None and not annotation:
        return None
    if call is not None and inner is None and not annotation and not call.last.endswith("Field"):
        return None
    if (
        not annotation
        and call is not None
        and not (call.last in _COLUMN_CALLS or call.last.endswith("Field"))
    ):
        return None
    python, optional = _python_type(annotation)
    arguments = inner or call
    type_text = _type_argument(arguments) if arguments is not None and arguments.last in _COLUMN_CALLS else ""
    if arguments is not None and arguments.last == "Field":
        type_text = arguments.keyword("sa_type") or ""
    elif arguments is not None and arguments.last.endswith("Field"):
        type_text = arguments.last
    scalar, values, enum = _scalar(files, path, type_text, python)
    return Column(
        name=name,
        type=scalar,
        nullable=_nullable(arguments, annotated=optional if annotation else None),
        has_default=_has_default(found, arguments),
        primary_key=_is_key(arguments),
        unique=_flag(arguments, "unique"),
        index=_flag(arguments, "index") or _flag(arguments, "db_index"),
        foreign_key=_foreign_key(arguments),
        size=_size(type_text, arguments),
        scale=_scale(type_text),
        values=values,
        source=type_text or python,
        declared=found.value,
        line=found.line,
        enum=enum,
    )


def _inside_column(call: Call | None) -> Call | None:
    """The Column that holds the settings: the call itself, or SQLModel's `sa_column=Column(...)`."""
    if call is None:
        return None
    given = call.keyword("sa_column")
    if given:
        return call_of(given)
    return call if call.last in _COLUMN_CALLS or call.last.endswith("Field") else None


def _python_type(annotation: str) -> tuple[str, bool]:
    """`Mapped[Optional[int]]` -> ("int", True)."""
    text = annotation.strip()
    optional = False
    for _ in range(6):
        subscript = subscript_of(text)
        if subscript is None:
            break
        base = subscript.base.rpartition(".")[2]
        if base == "Optional":
            optional = True
        elif base not in (
            "Mapped",
            "Annotated",
            "SQLAlchemyMapped",
            "Indexed",
            "MappedColumn",
        ) and not base.endswith("Mapped"):
            break
        text = unquoted(subscript.items[0]) if subscript.items else ""
    parts = [part.strip() for part in text.split("|")] if "[" not in text else [text]
    optional = optional or "None" in parts or text.endswith("| None")
    kept = [part for part in parts if part != "None"]
    return (kept[0] if kept else "").removesuffix("| None").strip(), optional


def _type_argument(call: Call) -> str:
    for value in call.positional:
        head = value.partition("(")[0].rpartition(".")[2]
        if string(value) is not None or head in ("ForeignKey", "Identity", "Computed", "Sequence"):
            continue
        return value
    return call.keyword("type_") or ""


Scalar = tuple[str, tuple[str, ...], Symbol | None]


def _scalar(files: Files, path: str, type_text: str, python: str) -> Scalar:
    """The scalar, the labels of an enum, and the class that they are of."""
    head = type_text.partition("(")[0].partition("[")[0].rpartition(".")[2].strip()
    last = python.partition("[")[0].rpartition(".")[2].strip()
    if last in ("list", "List", "Sequence", "set"):
        return "list", (), None
    scalar = SCALAR_OF.get(head) or _alias_scalar(files, path, head)
    if scalar == "enum" or (not scalar and last and last not in SCALAR_OF):
        values, enum = _enum_values(files, path, type_text, last)
        return ("enum" if values or scalar == "enum" else ""), values, enum
    if scalar == "str" and SCALAR_OF.get(last) in ("uuid", "email", "url"):
        return SCALAR_OF[last], (), None
    return scalar or SCALAR_OF.get(last, ""), (), None


def _alias_scalar(files: Files, path: str, head: str) -> str:
    """A type under another name, or a TypeDecorator of the project with a literal `impl`."""
    if not is_name(head):
        return ""
    target = files.target(path, head)
    if not target.file:
        return SCALAR_OF.get(target.last, "")
    class_ = files.class_at(target)
    impl = class_.assignment("impl") if class_ else None
    if impl is None:
        return ""
    if re.search(r"(?i)uuid|guid", head):
        return "uuid"
    return SCALAR_OF.get(impl.value.partition("(")[0].rpartition(".")[2], "")


def _enum_values(
    files: Files, path: str, type_text: str, python: str
) -> tuple[tuple[str, ...], Symbol | None]:
    call = call_of(type_text)
    named = call.positional if call else ()
    literals = tuple(text for text in (string(value) for value in named) if text is not None)
    if literals:
        return literals, None
    for name in (*named, python):
        target = files.target(path, name) if is_name(name) else None
        class_ = files.class_at(target) if target else None
        if target is not None and class_ is not None and any("Enum" in base for base in class_.bases):
            said = [string(found.value) for found in class_.assignments if not found.target.startswith("_")]
            values = tuple(value for value in said if value is not None)
            whole = values and len(values) == len(said)
            return values, Symbol(target.file, target.name, target.module) if whole else None
    return (), None


def _nullable(call: Call | None, *, annotated: bool | None) -> bool:
    """What is said, else what the annotation says (None: there is none), else what the library takes."""
    said = (call.keyword("nullable") or call.keyword("null")) if call is not None else None
    if said in ("True", "False"):
        return said == "True"
    if _is_key(call):
        return False
    if annotated is not None:
        return annotated
    return call is not None and call.last in _COLUMN_CALLS


def _has_default(found: Assignment, call: Call | None) -> bool:
    if call is not None:
        return any(call.keyword(name) is not None for name in _DEFAULTS)
    made = found.call
    if made is not None:
        return any(made.keyword(name) is not None for name in _DEFAULTS) or (
            made.last == "Field" and bool(made.positional) and made.positional[0] != "..."
        )
    return bool(found.value)


def _flag(call: Call | None, name: str) -> bool:
    return call is not None and call.keyword(name) == "True"


def _is_key(call: Call | None) -> bool:
    if call is not None and call.last in ("AutoField", "BigAutoField", "IdentityField"):
        return True
    return _flag(call, "primary_key") or _flag(call, "pk")


def _foreign_key(call: Call | None) -> str | None:
    if call is None:
        return None
    for value in call.positional:
        inner = call_of(value) if "ForeignKey" in value else None
        if inner is not None and inner.last == "ForeignKey" and inner.positional:
            return string(inner.positional[0]) or inner.positional[0]
    return string(call.keyword("foreign_key"))


def _size(type_text: str, call: Call | None) -> int | None:
    made = call_of(type_text)
    if made is not None:
        return integer(made.argument(0, "length") or made.keyword("precision"))
    return integer(call.keyword("max_length") or call.keyword("max_digits")) if call is not None else None


def _scale(type_text: str) -> int | None:
    made = call_of(type_text)
    if made is None or SCALAR_OF.get(made.last) != "decimal":
        return None
    return integer(made.argument(1, "scale"))


def primary_key(columns: tuple[Column, ...]) -> Column | None:
    """The single primary key column, or None where there is none or more than one."""
    keys = [column for column in columns if column.primary_key]
    return keys[0] if len(keys) == 1 else None
