"""What each body takes of a field and shows of it."""

from msgspec.structs import replace

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.fieldtypes.base import Context, Default, attribute
from fastapi_endpoint.fieldtypes.choice import Enum
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fragments import Fragment, Import, code
from fastapi_endpoint.naming import pascal
from fastapi_endpoint.render.columns import field_column, owner_field
from fastapi_endpoint.render.view import FieldView, Place, ScopeKind

_NEVER_ALIASES = {
    *(
        "Annotated",
        "AfterValidator",
        "BeforeValidator",
        "BaseModel",
        "ConfigDict",
        "Date",
        "Datetime",
        "Decimal",
        "Field",
        "Index",
    ),
    *("Literal", "MISSING", "Mapped", "Numeric", "StrEnum", "String", "Text", "Uuid", "Any", "Column"),
}


def field_views(
    spec: EndpointSpec, project: ProjectMap, context: Context, utc: Place, bounded_json: Place
) -> tuple[FieldView, ...]:
    """A view of every field, in the order given."""
    views: list[FieldView] = []
    owner = owner_field(spec.fields.fields, spec.access.owner)
    classes = {model.name for model in project.models} | {
        f"{context.resource}{pascal(m)}" for m in spec.methods
    }
    taken_names = _NEVER_ALIASES | classes
    for field in spec.fields.fields:
        view = _field_view(
            field, spec, project, context, utc, bounded_json, scope="owner" if field is owner else None
        )
        views.append(_named(view, context, taken_names))
    return tuple(views)


def _field_view(
    field: FieldSpec,
    spec: EndpointSpec,
    project: ProjectMap,
    context: Context,
    utc: Place,
    bounded_json: Place,
    *,
    scope: ScopeKind | None,
) -> FieldView:
    kind = kind_of(field)
    taken = _guarded(kind.taken(field, context), kind.guards(field), utc, bounded_json)
    if "places" in kind.guards(field):
        taken = _checked(taken, _rounding(field.type.scale or 0))
    hidden = field.private or field.readonly or scope is not None
    default = kind.default(field, context)
    return FieldView(
        spec=field,
        kind=kind,
        context=context,
        name=attribute(field),
        column=field_column(field, context, project),
        nullable=field.optional,
        required=not field.optional and default is None,
        taken=taken,
        alias=None,
        written=taken,
        shown=kind.shown(field, context),
        default=_schema_default(field, default, utc),
        in_create=not hidden and "create" in spec.methods,
        in_update=not hidden and not field.immutable and "update" in spec.methods,
        in_replace=not hidden and not field.immutable and "replace" in spec.methods,
        in_response=not (field.private or field.writeonly),
        unique=field.unique,
        scope=scope,
        enum=kind.class_name(field, context) if isinstance(kind, Enum) else None,
    )


def _guarded(taken: Fragment, guards: tuple[str, ...], utc: Place, bounded_json: Place) -> Fragment:
    """The type with the checks that bounds cannot express."""
    for guard in guards:
        if guard == "no-number":
            check = code("BeforeValidator(no_number)", "pydantic.BeforeValidator", f"{utc.module}.no_number")
            taken = _checked(taken, check)
        elif guard == "utc":
            taken = _after(taken, "to_utc", utc)
        elif guard == "bounded-json":
            taken = _after(taken, "bounded", bounded_json)
    return taken


def _rounding(places: int) -> Fragment:
    return code(f"AfterValidator(lambda value: round(value, {places}) + 0)", "pydantic.AfterValidator")


def _after(taken: Fragment, function: str, place: Place) -> Fragment:
    check = code(f"AfterValidator({function})", "pydantic.AfterValidator", f"{place.module}.{function}")
    return _checked(taken, check)


def _checked(taken: Fragment, check: Fragment) -> Fragment:
    head = taken.text[:-1] if taken.text.startswith("Annotated[") else f"Annotated[{taken.text}"
    text = f"{head}, {check.text}]"
    return Fragment(text, taken.imports | check.imports).needing(Import("typing", "Annotated"))


def guarded(field: FieldView, annotation: Fragment, utc: Place, bounded_json: Place) -> Fragment:
    """Another annotation of the field, with the same checks."""
    return _guarded(annotation, field.kind.guards(field.spec), utc, bounded_json)


def _schema_default(field: FieldSpec, default: Default | None, utc: Place) -> Fragment | None:
    if default is None:
        return Fragment("None") if field.optional else None
    source = default.source
    if not default.factory:
        return source
    if source.text == "datetime.now(UTC)":
        source = Fragment("utc_now", frozenset({Import(utc.module, "utc_now")}))
    maker = source if source.text.isidentifier() else source.put("lambda: ")
    return maker.put("Field(default_factory=", ")").needing(Import("pydantic", "Field"))


def _named(view: FieldView, context: Context, names: set[str]) -> FieldView:
    """The field with an alias for its type, where that is long and used more than once."""
    bodies = view.in_create + view.in_update + (view.in_replace and bool(view.spec.immutable))
    if bodies < 2 or not view.taken.text.startswith("Annotated["):
        return view
    alias = pascal(view.name)
    if alias in names:
        alias = f"{context.resource}{alias}"
    return replace(view, alias=alias, written=code(alias))
