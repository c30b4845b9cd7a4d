"""What each body takes of a field and shows of it."""

from collections.abc import Mapping

from msgspec.structs import replace

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.fieldtypes.base import Context, attribute, python_name
from fastapi_endpoint.fieldtypes.computed import expression_sql
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fragments import code
from fastapi_endpoint.naming import pascal
from fastapi_endpoint.render.columns import field_column, owner_field
from fastapi_endpoint.render.objects import enums_of
from fastapi_endpoint.render.types import body_default, shown_type, stored_type, taken_type
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
    spec: EndpointSpec, project: ProjectMap, context: Context, modules: Mapping[str, Place]
) -> tuple[FieldView, ...]:
    """A view of every field, in the order given. `modules` are the shared modules by name."""
    views: list[FieldView] = []
    owner = owner_field(spec.fields.fields, spec.access.owner)
    names = _NEVER_ALIASES | {model.name for model in project.models}
    names |= {f"{context.resource}{pascal(method)}" for method in spec.methods}
    names |= {context.class_names.get(each.name, each.name) for each in context.objects}
    # Where the schemas of several resources share a file, so do names of types.
    prefix = "" if "{" in project.conventions.layout.schema.value else context.resource
    for field in spec.fields.fields:
        view = _field_view(field, spec, project, context, modules, scope=_scope(field, spec, owner))
        views.append(_named(view, context, names, prefix))
    return tuple(views)


def _scope(field: FieldSpec, spec: EndpointSpec, owner: FieldSpec | None) -> ScopeKind | None:
    if field is owner or field.tenant:
        return "owner" if field is owner else "tenant"
    return "parent" if spec.parent and field.name == spec.parent_field else None


def _field_view(
    field: FieldSpec,
    spec: EndpointSpec,
    project: ProjectMap,
    context: Context,
    modules: Mapping[str, Place],
    *,
    scope: ScopeKind | None,
) -> FieldView:
    kind = kind_of(field)
    taken = stored_type(taken_type(field, context, modules), field, context)
    hidden = field.private or field.readonly or field.computed or scope is not None
    default = kind.default(field, context)
    return FieldView(
        spec=field,
        kind=kind,
        context=context,
        name=attribute(field),
        python_name=python_name(field),
        column=replace(field_column(field, context, project), computed=_computed(field, spec)),
        nullable=field.optional,
        required=not field.optional and default is None,
        taken=taken,
        alias=None,
        written=taken,
        shown=shown_type(field, context, modules),
        default=body_default(field, default, modules),
        in_create=not hidden and "create" in spec.methods,
        in_update=not hidden and not field.is_fixed and "update" in spec.methods,
        in_replace=not hidden and not field.is_fixed and "replace" in spec.methods,
        in_response=not (field.private or field.writeonly or field.type.name == "secret"),
        unique=field.unique or field.pk,
        scope=scope,
        enums=enums_of(field, context),
    )


def _computed(field: FieldSpec, spec: EndpointSpec) -> str:
    return expression_sql(field, spec.fields.fields) if field.computed else ""


def _named(view: FieldView, context: Context, names: set[str], prefix: str) -> FieldView:
    """The field with an alias for its type, where that is long and used more than once."""
    bodies = view.in_create + view.in_update + (view.in_replace and view.spec.is_fixed)
    if bodies < 2 or not view.taken.text.startswith("Annotated["):
        return view
    alias = f"{prefix}{pascal(view.name)}"
    if alias in names:
        alias = f"{context.resource}{alias}"
    if alias in names:
        alias = f"{alias}Value"
    return replace(view, alias=alias, written=code(alias))
