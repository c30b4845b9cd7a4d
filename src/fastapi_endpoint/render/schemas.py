"""The Pydantic classes of a resource."""

from collections.abc import Sequence

from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.fragments import Fragment, Import, Module, code
from fastapi_endpoint.render.lines import body_line, shown_line
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import EnumView, FieldView, ListView, ResourceView

FORBID = 'extra="forbid"'
FROM_ATTRIBUTES = "from_attributes=True"
LONGEST_CURSOR = 500
LONGEST_SEARCH = 100
LARGEST_OFFSET = "2**31 - 1"
LAST_PAGE = "1_000_000"
OMITTED = "OMITTED"


def schema_module(view: ResourceView) -> Module:
    """Enums, constrained types, then the classes: bodies, answers, the query."""
    classes = [each for each in (_create(view), _update(view), _replace(view)) if each]
    classes += [each for each in (_response(view), _listing(view), _query(view)) if each]
    enums = [*(enum for each in view.objects for enum in each.enums)]
    enums += [enum for field in view.fields for enum in field.enums]
    aliases = [field for field in view.fields if field.alias]
    used = [line for each in classes for line in each.lines]
    imports = frozenset().union(*(line.imports for line in used), *(field.taken.imports for field in aliases))
    objects = [_Class(view, each.name, FORBID, list(each.lines)) for each in view.objects]
    imports |= frozenset().union(*(each.imports for each in classes))
    imports |= frozenset().union(*(each.imports | _needed(each) for each in objects))
    defined = {enum.name for enum in enums} | {field.alias for field in aliases}
    body = shape(
        "schema.py",
        enums=[_enum(view, each) for each in enums],
        objects=[_written(each) for each in objects],
        omitted=any(f"= {OMITTED}" in line.text for line in used),
        rounded_object=_rounds([line for each in objects for line in each.lines]),
        aliases=_aliases(view, aliases),
        classes=[_written(each) for each in classes],
    )
    if enums:
        imports |= {Import("enum", "StrEnum" if view.python >= (3, 11) else "Enum")}
    return Module(
        body=body,
        imports=imports,
        defines=(
            *sorted(name for name in defined if name),
            *(each.name for each in (*objects, *classes)),
        ),
    )


class _Class:
    """One class to write."""

    def __init__(self, view: ResourceView, name: str, config: str, lines: list[Fragment]) -> None:
        bases = view.schemas.bases
        config = "" if config in view.schemas.given else config
        self.name = name
        self.base = ", ".join(base.name for base in bases)
        self.config = config
        self.lines = lines
        self.imports = frozenset(bases) | ({Import("pydantic", "ConfigDict")} if config else set())


def _rounds(lines: Sequence[Fragment]) -> bool:
    return any("round(value" in line.text for line in lines)


def _aliases(view: ResourceView, fields: Sequence[FieldView]) -> list[dict[str, object]]:
    """Names of types; the first that rounds is explained, where no object before it was."""
    explained = _rounds([line for each in view.objects for line in each.lines])
    found: list[dict[str, object]] = []
    for field in fields:
        rounds = _rounds([field.taken])
        found.append({"name": field.alias, "type": field.taken.text, "explained": rounds and not explained})
        explained = explained or rounds
    return found


def _needed(each: _Class) -> frozenset[Import]:
    return frozenset().union(*(line.imports for line in each.lines))


def _written(each: _Class) -> dict[str, object]:
    lines = [line.text for line in each.lines]
    return {"name": each.name, "base": each.base, "config": each.config, "lines": lines}


def _enum(view: ResourceView, enum: EnumView) -> dict[str, object]:
    bases = "StrEnum" if view.python >= (3, 11) else "str, Enum"
    return {"name": enum.name, "bases": bases, "members": enum.members}


def _create(view: ResourceView) -> _Class | None:
    if view.schemas.create is None:
        return None
    lines = [_taken_line(field) for field in view.fields if field.in_create]
    return _Class(view, view.schemas.create, FORBID, lines)


def _replace(view: ResourceView) -> _Class | None:
    if view.schemas.replace in (None, view.schemas.create):
        return None
    lines = [_taken_line(field) for field in view.fields if field.in_replace]
    return _Class(view, view.schemas.replace or "", FORBID, lines)


def _taken_line(field: FieldView) -> Fragment:
    annotation = field.written.put("", " | None") if field.nullable else field.written
    return body_line(field.name, field.python_name, annotation, field.default)


def _update(view: ResourceView) -> _Class | None:
    if view.schemas.update is None:
        return None
    line = _missing_line if view.schemas.missing else _unset_line
    lines = [line(field) for field in view.fields if field.in_update]
    return _Class(view, view.schemas.update, FORBID, lines)


def _missing_line(field: FieldView) -> Fragment:
    annotation = field.written.put("", f" | MISSING{' | None' if field.nullable else ''}")
    return body_line(field.name, field.python_name, annotation, code("MISSING", "pydantic.MISSING"))


def _unset_line(field: FieldView) -> Fragment:
    """Before MISSING: a default that nobody reads, since only what was sent is dumped."""
    if field.nullable:
        optional = field.written.put("", " | None")
        return body_line(field.name, field.python_name, optional, Fragment("None"))
    written = field.written
    if field.name != field.python_name:
        written = written.put("Annotated[", f', Field(alias="{field.name}")]')
        written = written.needing(Import("typing", "Annotated"))
    line = written.put(f"{field.python_name}: ", f" = {OMITTED}")
    return line.needing(Import("pydantic", "Field"), Import("typing", "Any"))


def _response(view: ResourceView) -> _Class:
    identifier = view.id.column
    lines = [] if identifier.given else [identifier.python.put(f"{identifier.python_name}: ")]
    for field in view.fields:
        if field.in_response:
            shown = field.shown.put("", " | None") if field.nullable else field.shown
            lines.append(shown_line(field.name, field.python_name, shown))
    stamps = [column for column in view.columns if column.name in view.stamps]
    lines += [_moment(view, column) for column in stamps]
    return _Class(view, view.schemas.response, FROM_ATTRIBUTES, lines)


def _moment(view: ResourceView, column: Column) -> Fragment:
    """When a row was made or changed; older rows of the host may not know."""
    unknown = " | None" if view.host_model is not None and column.nullable else ""
    return code(f"{column.python_name}: datetime{unknown}", "datetime.datetime")


def _listing(view: ResourceView) -> _Class | None:
    listing = view.listing
    if view.schemas.listing is None:
        return None
    lines = [Fragment(f"{listing.items_key}: list[{view.schemas.response}]")]
    types = {
        listing.next_key: "str | None",
        listing.more_key: "bool",
        listing.total_key: "int",
        listing.page_key: "int",
        listing.size_key: "int",
    }
    if listing.page_base is None:
        lines += [Fragment(f"{key}: {type_}") for key, type_ in types.items() if key]
    read = listing.style == "cursor" and not (view.envelope and view.envelope.lists)
    made = _Class(view, view.schemas.listing, FROM_ATTRIBUTES if read else "", lines)
    if listing.page_base is not None:
        made.base = listing.page_base.name
        made.imports = frozenset({listing.page_base})
    return made


def _query(view: ResourceView) -> _Class | None:
    if view.schemas.query is None:
        return None
    listing = view.listing
    lines = [
        body_line(each.parameter, each.attribute, each.annotation.put("", " | None"), Fragment("None"))
        for each in listing.filters
    ]
    if listing.search:
        lines.append(_bounded_text("q", LONGEST_SEARCH))
    if listing.choosable:
        keys = ", ".join(f'"{sort.key}"' for sort in listing.sorts)
        lines.append(code(f'sort: Literal[{keys}] = "{listing.default_sort}"', "typing.Literal"))
    lines += _position_lines(listing)
    config = "" if listing.style == "fastapi_pagination" else FORBID
    made = _Class(view, view.schemas.query, config, lines)
    made.base, made.imports = "BaseModel", frozenset({Import("pydantic", "BaseModel")})
    if config:
        made.imports |= {Import("pydantic", "ConfigDict")}
    return made


def _position_lines(listing: ListView) -> list[Fragment]:
    lines = []
    if listing.style == "cursor":
        lines.append(_bounded_text("cursor", LONGEST_CURSOR, pattern=False))
    elif listing.style == "offset":
        lines.append(_number(listing.position_parameter or "offset", 0, LARGEST_OFFSET, 0))
    elif listing.style == "page":
        lines.append(_number(listing.position_parameter or "page", 1, LAST_PAGE, 1))
    if listing.limit_parameter:
        lines.append(_number(listing.limit_parameter, 1, str(listing.limit_max), listing.limit))
    return lines


def _number(name: str, least: int, most: str, default: int) -> Fragment:
    return code(
        f"{name}: Annotated[int, Field(ge={least}, le={most})] = {default}",
        "typing.Annotated",
        "pydantic.Field",
    )


def _bounded_text(name: str, longest: int, *, pattern: bool = True) -> Fragment:
    storable = r', pattern=r"^[^\x00]*$"' if pattern else ""
    return code(
        f"{name}: Annotated[str, Field(max_length={longest}{storable})] | None = None",
        "typing.Annotated",
        "pydantic.Field",
    )
