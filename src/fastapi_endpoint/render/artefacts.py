"""Where the files of a resource lie, and what their classes are called."""

import re

from fastapi_endpoint.domain.conventions import Conventions, Naming
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.naming import pascal, singular
from fastapi_endpoint.render.patterns import fill, place_of
from fastapi_endpoint.render.view import CrudView, FieldView, ListView, Place, Places, Schemas, Words

MISSING_SINCE = (2, 14)
_CREATES = re.compile(r"Create|Add|New|Insert")


def places_of(habits: Conventions, words: Words) -> Places:
    """The place of each artefact."""
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


def schemas_of(
    spec: EndpointSpec, habits: Conventions, words: Words, fields: tuple[FieldView, ...], listing: ListView
) -> Schemas:
    """The Pydantic classes that the answers ask for."""
    naming, methods = habits.naming, set(spec.methods)
    create = fill(naming.schema_create.value, words)
    differs = any(field.spec.is_fixed for field in fields) or "create" not in methods
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
        response=_response_name(naming, words),
        listing=fill(naming.schema_list.value, words) if "list" in methods and _wrapped(listing) else None,
        query=f"{words.capital}Query" if "list" in methods and asks else None,
        bases=(Import(base.module, base.imported),) if base else (Import("pydantic", "BaseModel"),),
        given=habits.shared_schema_config.value,
        missing=pydantic is not None and pydantic >= MISSING_SINCE,
        body=_body_name(habits, words),
    )


def _body_name(habits: Conventions, words: Words) -> str:
    """What the host calls it, unless that is the name of something else in an endpoint."""
    name = fill(habits.naming.body.value, words)
    taken = {
        "request",
        "response",
        "query",
        words.singular,
        f"{words.singular}_id",
        habits.session.parameter.value,
        habits.auth.parameter.value,
    }
    return "data" if name in taken else name


def _response_name(naming: Naming, words: Words) -> str:
    """As elsewhere, but where rows are called so: both stand in one module."""
    name = fill(naming.schema_response.value, words)
    return f"{words.capital}Response" if name == fill(naming.model_class.value, words) else name


def _update_name(naming: Naming, words: Words) -> str:
    """A host that takes one class for both bodies gets a second: what an update takes is all optional."""
    pattern = naming.schema_update.value
    if pattern == naming.schema_create.value:
        told = _CREATES.sub("Update", pattern, count=1)
        pattern = told if told != pattern else pattern.replace("{Singular}", "{Singular}Update")
    return fill(pattern, words)


def _wrapped(listing: ListView) -> bool:
    return listing.style != "fastapi_pagination" and bool(listing.items_key)


def crud_of(habits: Conventions, place: Place, words: Words) -> CrudView:
    """How the router imports and calls the queries."""
    if habits.layout.crud_style.value == "static_class":
        name = (
            place.stem
            if place.stem[:1].isupper()
            else "".join(part.capitalize() for part in place.stem.split("_"))
        )
        if words.capital not in name:
            name = f"{words.capital}{name}"
        if name == words.capital:  # as the table: managers/voucher.py holds a VoucherManager
            name += pascal(singular(place.package.rpartition(".")[2] or "queries"))
        imported = frozenset({Import(place.module, name)})
        return CrudView(style="static_class", class_name=name, reference=Fragment(name, imported), alone=True)
    alias = f"{words.singular}_crud" if place.stem in (words.singular, words.plural) else ""
    wanted = Import(place.package, place.stem, alias) if place.package else Import(place.stem, alias=alias)
    reference_ = Fragment(alias or place.stem, frozenset({wanted}))
    return CrudView(style="functions", class_name=None, reference=reference_, alone=True)
