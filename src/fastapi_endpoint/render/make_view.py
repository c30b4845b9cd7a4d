"""From what was asked and what the project does to one decided view."""

from msgspec.structs import replace

from fastapi_endpoint.dialects.databases import common
from fastapi_endpoint.dialects.tables import Column, Table
from fastapi_endpoint.domain.conventions import Conventions, Naming, Symbol
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, Method
from fastapi_endpoint.fieldtypes.base import Context
from fastapi_endpoint.fieldtypes.composites import spread
from fastapi_endpoint.fieldtypes.objects import context_of
from fastapi_endpoint.fragments import Fragment, Import, ImportStyle, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.access import access_view, idiom, reference, session_view
from fastapi_endpoint.render.columns import CREATED, UPDATED, id_kind, id_view, key_kinds, timestamp_columns
from fastapi_endpoint.render.fields import field_views
from fastapi_endpoint.render.keys import checks, composite_columns, indexes, uniques
from fastapi_endpoint.render.listing import list_view
from fastapi_endpoint.render.objects import class_names, object_views
from fastapi_endpoint.render.operations import operation_views, router_view, statuses
from fastapi_endpoint.render.patterns import fill, place_of, words_of
from fastapi_endpoint.render.refusals import refusal
from fastapi_endpoint.render.scopes import scope_views
from fastapi_endpoint.render.view import (
    CrudView,
    FieldView,
    IdView,
    ListView,
    Place,
    Places,
    ResourceView,
    Schemas,
    ScopeView,
    Words,
)

MISSING_SINCE = (2, 14)
OLDEST_PYTHON = (3, 10)


def make_view(spec: EndpointSpec, project: ProjectMap) -> ResourceView | Refusal:
    """Everything that the renderers need to know, or why this endpoint cannot be written."""
    refused = refusal(spec, project)
    if refused is not None:
        return refused
    habits = project.conventions
    words = words_of(spec.resource, spec.plural)
    places = _places(habits, words)
    modules = dict(shared.shared_places(project))
    utc = modules[shared.UTC]
    context = context_of(
        spec.fields,
        Context(
            resource=words.capital,
            keys=key_kinds(project),
            id_type=id_kind(habits),
            class_names=class_names(spec, project, places.schema),
        ),
    )
    fields = field_views(replace(spec, fields=spread(spec.fields)), project, context, modules)
    identifier = id_view(habits, words)
    stamps = timestamp_columns(project, _shared_name(utc, "utc_now"))
    columns = (identifier.column, *(field.column for field in fields), *stamps)
    scopes = scope_views(habits, fields)
    access = access_view(spec, habits, scopes)
    listing = list_view(spec, habits, fields, columns, modules)
    table = _table(spec, habits, words, fields, columns, listing, scopes, identifier)
    idiom_ = idiom(habits)
    error_model = shared.error_model(project, modules[shared.ERROR_RESPONSE])
    router = router_view(spec, habits, words, access)
    return ResourceView(
        spec=spec,
        conventions=habits,
        words=words,
        places=places,
        idiom=idiom_,
        model_class=fill(habits.naming.model_class.value, words),
        table=table,
        id=identifier,
        fields=fields,
        objects=object_views(context, modules),
        schemas=_schemas(spec, habits, words, fields, listing),
        session=session_view(habits, idiom_),
        access=access,
        scopes=scopes,
        listing=listing,
        operations=operation_views(
            spec, habits, words, access, scopes, table, identifier, item_slash=_item_slash(project)
        ),
        router=router,
        crud=_crud(habits, places.crud, words),
        url=_url(habits, router.prefix or router.include_prefix or ""),
        item_slash=_item_slash(project),
        databases=common(_databases(habits)),
        shared=tuple(modules.items()),
        present=shared.present_modules(project, tuple(modules.items())),
        created_at=_stamp(stamps, CREATED),
        updated_at=_stamp(stamps, UPDATED),
        stamps=tuple(column.name for column in stamps),
        touch=_touch(stamps, utc) if {"update", "replace"} & set(spec.methods) else None,
        moment=_moment(habits, modules[shared.UTC_DATETIME]),
        base=_bases(habits),
        error_model=error_model,
        imports=_import_style(project),
        not_found=_not_found(habits),
        keywords=habits.layout.crud_keywords.value,
        not_found_detail=fill(habits.answers.not_found_detail.value or "{Human} not found", words),
        python=max(habits.versions.python.value, OLDEST_PYTHON),
        host_models=project.models,
        kept=_kept(spec, project),
        risks=_risks(spec, habits, listing),
    )


def _places(habits: Conventions, words: Words) -> Places:
    layout = habits.layout
    root = layout.import_root.value
    test = fill(layout.test.value, words)
    folder = test.rpartition("/")[0]
    paths = {
        "model": layout.model.value,
        "schema": layout.schema.value,
        "crud": layout.crud.value,
        "router": layout.router.value,
        "test": layout.test.value,
        "factory": f"{folder}/{{singular}}_factory.py" if folder else "{singular}_factory.py",
    }
    return Places(**{name: place_of(fill(path, words), root) for name, path in paths.items()})


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
    name = fill(habits.naming.table.value, words)
    found = uniques(name, fields, spec, scopes)
    listed = listing if "list" in spec.methods else None
    by_name = {name: field.column.name for field in fields for name in (field.spec.name, field.name)}
    return Table(
        name=name,
        columns=columns,
        uniques=found,
        checks=checks(name, fields),
        indexes=indexes(
            name, fields, listed, scopes, identifier.column, found, composite_columns(spec, "index", by_name)
        ),
        named_by_metadata=habits.models.naming_convention.value,
    )


def _schemas(
    spec: EndpointSpec, habits: Conventions, words: Words, fields: tuple[FieldView, ...], listing: ListView
) -> Schemas:
    naming, methods = habits.naming, set(spec.methods)
    create = fill(naming.schema_create.value, words)
    differs = any(field.spec.immutable for field in fields) or "create" not in methods
    asks = (
        listing.style in ("cursor", "offset", "page")
        or listing.filters
        or listing.search
        or listing.choosable
    )
    pydantic = habits.versions.pydantic.value
    base = habits.shared_schema_base.value
    return Schemas(
        create=create if "create" in methods else None,
        update=_update_name(naming, words) if "update" in methods else None,
        replace=None if "replace" not in methods else f"{words.capital}Replace" if differs else create,
        response=fill(naming.schema_response.value, words),
        listing=fill(naming.schema_list.value, words) if "list" in methods and _wrapped(listing) else None,
        query=f"{words.capital}Query" if "list" in methods and asks else None,
        bases=(Import(base.module, base.imported),) if base else (Import("pydantic", "BaseModel"),),
        given=habits.shared_schema_config.value,
        missing=pydantic is not None and pydantic >= MISSING_SINCE,
        body=fill(naming.body.value, words),
    )


def _update_name(naming: Naming, words: Words) -> str:
    """A host that takes one class for both bodies gets a second: what an update takes is all optional."""
    pattern = naming.schema_update.value
    if pattern == naming.schema_create.value:
        pattern = pattern.replace("{Singular}", "{Singular}Update")
    return fill(pattern, words)


def _wrapped(listing: ListView) -> bool:
    return listing.style != "fastapi_pagination" and bool(listing.items_key)


def _crud(habits: Conventions, place: Place, words: Words) -> CrudView:
    if habits.layout.crud_style.value == "static_class":
        name = (
            place.stem
            if place.stem[:1].isupper()
            else "".join(part.capitalize() for part in place.stem.split("_"))
        )
        if words.capital not in name:
            name = f"{words.capital}{name}"
        imported = frozenset({Import(place.module, name)})
        return CrudView(style="static_class", class_name=name, reference=Fragment(name, imported), alone=True)
    alias = f"{words.singular}_crud" if place.stem in (words.singular, words.plural) else ""
    wanted = Import(place.package, place.stem, alias) if place.package else Import(place.stem, alias=alias)
    reference_ = Fragment(alias or place.stem, frozenset({wanted}))
    return CrudView(style="functions", class_name=None, reference=reference_, alone=True)


def _bases(habits: Conventions) -> Fragment:
    base, mixin = habits.declarative_base.value, habits.models.timestamp_mixin.value
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


def _url(habits: Conventions, prefix: str) -> str:
    mount = (habits.router_registration.mount.value or "").rstrip("/")
    return f"{mount}{prefix}{'/' if habits.naming.trailing_slash.value else ''}"


def _import_style(project: ProjectMap) -> ImportStyle:
    return ImportStyle(first_party=tuple(sorted({module.split(".")[0] for module in project.modules})))


def _kept_statuses(spec: EndpointSpec, habits: Conventions) -> list[str]:
    usual: dict[Method, int] = {"create": 201, "update": 200}
    kept = {method: status for method, status in statuses(habits).items() if method in spec.methods}
    return [
        f"{method} keeps the status {kept[method]} that it has elsewhere here"
        for method, status in usual.items()
        if kept.get(method, status) != status
    ]


def _kept(spec: EndpointSpec, project: ProjectMap) -> tuple[str, ...]:
    habits = project.conventions
    found = []
    if habits.answers.delete_status.value != 204:
        found.append("DELETE answers 204 without a body, not the host's status")
    found += _kept_statuses(spec, habits)
    if habits.session.commit.value == "dependency":
        found.append("the session dependency commits after the answer: new queries commit before it")
    if not habits.session.closed.value:
        found.append("the session dependency closes no session: that is left to the garbage collector")
    enums = any(field.type.name == "enum" for field in spec.fields.fields)
    if enums and any("Enum(" in column.source for model in project.models for column in model.columns):
        found.append("labels are short strings with a CHECK, not native enums: one more is no new type")
    return tuple(found)


def _risks(spec: EndpointSpec, habits: Conventions, listing: ListView) -> tuple[str, ...]:
    found = []
    if "list" in spec.methods and listing.style == "none":
        found.append("the list is not paginated: it ends after 1000 rows")
    if spec.access.auth != "none" and habits.auth.scopes.value:
        first, more = habits.auth.scopes.value[:3], habits.auth.scopes.value[3:]
        scopes = f"{', '.join(first)}{' ...' if more else ''}"
        found.append(f"your endpoints ask tokens for scopes ({scopes}): the new ones take any signed-in user")
    return tuple(found)
