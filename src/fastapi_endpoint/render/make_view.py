"""From what was asked and what the project does to one decided view."""

from msgspec.structs import replace

from fastapi_endpoint.dialects.databases import Capabilities, common
from fastapi_endpoint.dialects.tables import Column, Table
from fastapi_endpoint.domain.conventions import Conventions, Symbol
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fieldtypes.base import Context
from fastapi_endpoint.fieldtypes.composites import spread
from fastapi_endpoint.fieldtypes.objects import context_of
from fastapi_endpoint.fragments import Fragment, Import, ImportStyle, code, join
from fastapi_endpoint.render import existing, shared
from fastapi_endpoint.render.access import access_view, idiom, reference, session_view
from fastapi_endpoint.render.actions import action_views
from fastapi_endpoint.render.artefacts import crud_of, places_of, schemas_of
from fastapi_endpoint.render.columns import (
    CREATED,
    UPDATED,
    given_id_view,
    id_kind,
    id_view,
    key_kinds,
    timestamp_columns,
    to_itself,
)
from fastapi_endpoint.render.envelopes import envelope_view
from fastapi_endpoint.render.fields import field_views
from fastapi_endpoint.render.keys import checks, composite_columns, held_by_itself, indexes, uniques
from fastapi_endpoint.render.listing import list_view
from fastapi_endpoint.render.model_risks import risks_of_model
from fastapi_endpoint.render.nesting import parent_view
from fastapi_endpoint.render.objects import class_names, object_views
from fastapi_endpoint.render.operations import action_operations, conflicting, operation_views, router_view
from fastapi_endpoint.render.patterns import fill, words_of
from fastapi_endpoint.render.refusals import refusal
from fastapi_endpoint.render.remarks import kept_habits, risks_of
from fastapi_endpoint.render.roles import role_view
from fastapi_endpoint.render.scopes import scope_views
from fastapi_endpoint.render.superusers import both_by_one_column, superusers
from fastapi_endpoint.render.tenants import risks_of_tenant
from fastapi_endpoint.render.tests.host_rows import unmakeable_rows
from fastapi_endpoint.render.tests.parents import unmakeable
from fastapi_endpoint.render.tests.referred import referred_risks
from fastapi_endpoint.render.tests.tenants import unmakeable_tenant
from fastapi_endpoint.render.view import (
    FieldView,
    IdView,
    ListView,
    Place,
    ResourceView,
    ScopeView,
    Words,
)

OLDEST_PYTHON = (3, 10)


def make_view(spec: EndpointSpec, project: ProjectMap) -> ResourceView | Refusal:
    """Everything that the renderers need to know, or why this endpoint cannot be written."""
    refused = refusal(spec, project)
    if refused is not None:
        return refused
    habits = project.conventions
    words = words_of(spec.resource, spec.plural)
    host = existing.host_model(spec, project)
    places = places_of(habits, words)
    if host is not None:
        places = replace(places, model=existing.place_of_model(host))
    modules = dict(shared.shared_places(project))
    utc = modules[shared.UTC]
    context = context_of(
        spec.fields,
        Context(
            resource=words.capital,
            keys=key_kinds(project, spec.fields.fields),
            id_type=id_kind(habits),
            class_names=class_names(spec, project, places.schema),
            enums=existing.known_enums(host),
        ),
    )
    fields = field_views(replace(spec, fields=spread(spec.fields)), project, context, modules)
    key = next((field for field in fields if field.spec.pk), None)
    identifier = given_id_view(key, words) if key else id_view(habits, words)
    fields = to_itself(fields, fill(habits.naming.table.value, words), identifier.column)
    stamps = timestamp_columns(project, _shared_name(utc, "utc_now"))
    if host is not None:
        identifier = existing.known_id(host, words)
        fields, stamps = existing.known_fields(host, fields), existing.known_stamps(host, project)
    columns = (identifier.column, *(field.column for field in fields if field is not key), *stamps)
    parent = parent_view(spec, project, fields)
    model_class = host.name if host else fill(habits.naming.model_class.value, words)
    idiom_ = idiom(habits)
    seeing = superusers(habits) if spec.access.admins == "all" else None
    scopes = scope_views(project, fields, words, model_class, idiom_, parent, seeing)
    role = role_view(spec, habits)
    if isinstance(role, Refusal):
        return role
    if role is not None and seeing is not None and {*dict(role.holder)} & {*dict(seeing.holder)}:
        return both_by_one_column(seeing)
    access = access_view(spec, habits, scopes, role, seeing)
    envelope = envelope_view(spec, habits, words)
    listing = list_view(spec, habits, fields, columns, modules, envelope)
    databases = common(_databases(habits))
    if host is not None:
        table = existing.known_table(host, columns, databases)
    else:
        table = _table(spec, habits, words, fields, columns, listing, scopes, identifier)
    held_by = existing.held_by(host, project) if host else held_by_itself(table)
    error_model = shared.error_model(project, modules[shared.ERROR_RESPONSE])
    item = _item_path(identifier, project)
    router = router_view(spec, habits, words, access, parent)
    view = ResourceView(
        spec=spec,
        conventions=habits,
        words=words,
        places=places,
        idiom=idiom_,
        model_class=model_class,
        table=table,
        id=identifier,
        fields=fields,
        objects=object_views(context, modules),
        schemas=schemas_of(spec, habits, words, fields, listing),
        session=session_view(habits, idiom_),
        access=access,
        scopes=scopes,
        listing=listing,
        operations=(
            *operation_views(
                spec, habits, words, access, scopes, parent, conflicting(table, scopes, held_by), item
            ),
            *action_operations(
                action_views(spec, fields, places.schema), habits, words, access, scopes, parent, item
            ),
        ),
        router=router,
        crud=crud_of(habits, places.crud, words),
        url=_url(habits, router.prefix or router.include_prefix or ""),
        item_slash=_item_slash(project),
        databases=databases,
        shared=tuple(modules.items()),
        present=shared.present_modules(project, tuple(modules.items())),
        created_at=_stamp(stamps, CREATED),
        updated_at=_stamp(stamps, UPDATED),
        stamps=tuple(column.name for column in stamps),
        touch=_touch(stamps, utc) if spec.actions or {"update", "replace"} & set(spec.methods) else None,
        moment=_moment(habits, modules[shared.UTC_DATETIME]),
        base=_bases(habits),
        error_model=error_model,
        imports=import_style(project),
        not_found=_not_found(habits),
        keywords=habits.layout.crud_keywords.value,
        not_found_detail=fill(habits.answers.not_found_detail.value or "{Human} not found", words),
        python=max(habits.versions.python.value, OLDEST_PYTHON),
        parent=parent,
        envelope=envelope,
        host_model=host,
        held_by=held_by,
        host_models=project.models,
        kept=kept_habits(spec, project, envelope),
        risks=(
            *risks_of(spec, habits, listing, parent),
            *risks_of_tenant(spec, project),
            *(risks_of_model(host, project, spec, table, listing, scopes) if host else ()),
        ),
    )
    refused = unmakeable(view) or unmakeable_tenant(view) or unmakeable_rows(view)
    return refused or replace(view, risks=(*view.risks, *referred_risks(view)))


def _kept_by(databases: Capabilities, column: Column) -> Column:
    """The column with what the databases cannot do to it."""
    cut = databases.whole_seconds and column.kind == "time"
    return replace(column, says_not_null=databases.computed_not_null, whole_seconds=cut)


def _table(
    spec: EndpointSpec,
    habits: Conventions,
    words: Words,
    fields: tuple[FieldView, ...],
    columns: tuple[Column, ...],
    listing: ListView,
    scopes: tuple[ScopeView, ...],
    identifier: IdView,
) -> Table:
    name, databases = fill(habits.naming.table.value, words), common(_databases(habits))
    columns = tuple(_kept_by(databases, each) for each in columns)
    stored = tuple(scope for scope in scopes if scope.stored)
    found = uniques(name, fields, spec, stored)
    listed = listing if "list" in spec.methods else None
    by_name = {name: field.column.name for field in fields for name in (field.spec.name, field.name)}
    return Table(
        name=name,
        columns=columns,
        uniques=found,
        checks=checks(name, fields),
        indexes=indexes(
            name, fields, listed, stored, identifier.column, found, composite_columns(spec, "index", by_name)
        ),
        named_by_metadata=habits.models.naming_convention.value,
        fetches_computed=any(column.computed for column in columns) and not databases.insert_returning,
    )


def _bases(habits: Conventions) -> Fragment:
    base, mixin = habits.declarative_base.value, habits.models.timestamp_mixin.value
    if base is None:
        return join(", ", [*([reference(mixin)] if mixin else []), code("SQLModel", "sqlmodel.SQLModel")])
    bases = (mixin, base) if habits.models.mixin_first.value else (base, mixin)
    return join(", ", [reference(symbol) for symbol in bases if symbol is not None])


def _databases(habits: Conventions) -> tuple[str, ...]:
    """Those of the host, and SQLite, which the generated tests run on."""
    known = habits.databases.value
    return tuple(dict.fromkeys((*known, "sqlite"))) if known else ()


def _not_found(habits: Conventions) -> tuple[Fragment, str] | None:
    """The host's own exception for a row that is not there, and the keyword that takes its words."""
    symbol, keyword = habits.answers.not_found.value, habits.answers.not_found_argument.value
    return (reference(symbol), keyword) if symbol is not None and keyword else None


def _moment(habits: Conventions, place: Place) -> Fragment:
    symbol: Symbol | None = habits.models.utc_type.value
    return reference(symbol) if symbol else _shared_name(place, "UtcDateTime")


def _shared_name(place: Place, name: str) -> Fragment:
    return Fragment(name, frozenset({Import(place.module, name)}))


def _stamp(stamps: tuple[Column, ...], name: str) -> str | None:
    return next((column.python_name for column in stamps if column.name == name), None)


def _touch(stamps: tuple[Column, ...], utc: Place) -> tuple[str, Fragment] | None:
    """The column and value that every update must set, where the host's mixin forgets it."""
    column = next((each for each in stamps if each.name == UPDATED), None)
    if column is None or column.on_update is not None:
        return None
    now = _shared_name(utc, "utc_now").put("", "()")
    return column.python_name, now.put("", ".replace(tzinfo=None)") if column.naive else now


def _item_slash(project: ProjectMap) -> bool:
    """Do the paths of single rows end in a slash here?"""
    items = [route.path for route in project.routes if route.path.rstrip("/").endswith("}")]
    return bool(items) and sum(path.endswith("/") for path in items) * 2 > len(items)


def _item_path(identifier: IdView, project: ProjectMap) -> str:
    return f"/{{{identifier.parameter}}}{'/' if _item_slash(project) else ''}"


def _url(habits: Conventions, prefix: str) -> str:
    mount = (habits.router_registration.mount.value or "").rstrip("/")
    return f"{mount}{prefix}{'/' if habits.naming.trailing_slash.value else ''}"


def import_style(project: ProjectMap) -> ImportStyle:
    """How imports of this project are sorted."""
    return ImportStyle(first_party=tuple(sorted({module.split(".")[0] for module in project.modules})))
