"""What the templates of the tests are filled with."""

from functools import partial
from typing import Any

from msgspec.structs import replace

from fastapi_endpoint.render import shared
from fastapi_endpoint.render.shared_modules import hashes_secrets
from fastapi_endpoint.render.tests import urls, values
from fastapi_endpoint.render.tests.actions import action_values
from fastapi_endpoint.render.tests.fixtures import Fixtures
from fastapi_endpoint.render.tests.parents import parents
from fastapi_endpoint.render.tests.people import forbidden, tenant_model
from fastapi_endpoint.render.tests.referred import referred_rows, refers
from fastapi_endpoint.render.tests.tenants import tenants
from fastapi_endpoint.render.tests.variety import is_empty, rows_at_most, sample, together
from fastapi_endpoint.render.tests.writing import written
from fastapi_endpoint.render.view import FieldView, ListView, ResourceView

_SENDS_NO_BODY = ("get", "delete")
_NOBODYS = 98  # rows that are counted have numbers over 100, those of a cycle under 25
_FAR_OVER = 100_000  # a project may raise the maximum of fastapi-pagination's pages


def context(view: ResourceView, given: Fixtures) -> dict[str, Any]:
    """Names, flags and source for every template; `given` says what the fixtures are called."""
    return {
        **_names(view, given),
        **written(view, given),
        **_create(view),
        **_update(view),
        **_list(view),
        **_access(view),
        **_hashing(view),
        **parents(view),
        **tenants(view),
        **_referred(view),
    }


def _referred(view: ResourceView) -> dict[str, Any]:
    """The rows that others refer to: their ids, and what makes them."""
    rows = referred_rows(view)
    return {
        "referred_ids": [constant for each in rows for constant in each.ids],
        "referred": [[f"{each.model.name}({row})" for row in each.rows] for each in rows],
        "parent_refers": refers(view, view.parent.model if view.parent else None),
        "tenant_refers": refers(view, tenant_model(view, view.tenant) if view.tenant else None),
    }


def _hashing(view: ResourceView) -> dict[str, Any]:
    """What hashes secrets, to be replaced by something quick; "" where there are none."""
    if not any(field.spec.type.name == "secret" for field in view.fields):
        return {"hashes": ""}
    auth, module = view.conventions.auth, view.shared_place(shared.HASHING).module
    if auth.hasher.value is None or hashes_secrets(view):
        return {"hashes": "object", "hasher": f"{module}.password_hash"}
    how = "coroutine" if auth.hasher_is_async.value else "function"
    return {"hashes": how, "hasher": f"{module}.{auth.hasher.value.name}"}


_OTHER_NAMES = (
    *("after", "again", "anonymous", "app", "before", "body", "client", "created", "engine", "field"),
    *("first", "ids", "match", "method", "name", "pool", "response", "responses", "session", "sessions"),
    *("sign_in", "user", "other_user", "value", "values"),
    *("count", "cycle", "date", "datetime", "text", "time", "update", "wait"),
)


def _names(view: ResourceView, given: Fixtures) -> dict[str, Any]:
    row = _row(view, given)
    return {
        "singular": view.words.singular,
        "row": row,
        "plural": view.words.plural,
        "human_plural": view.words.human_plural,
        "model": view.model_class,
        "url": urls.collection(view),
        "item_url": urls.item(view, f"{{{row}['{view.id.name}']}}"),
        "creates": view.operation("create") is not None,
        "reads": view.operation("get") is not None,
        "lists": view.operation("list") is not None,
        "item_operations": _item_operations(view),
        "item_urls": any(each.method not in ("list", "create") for each in view.operations),
        "acts": [each.method for each in view.actions],
        "puts_states": any(action_values(view, each)["put_so"] for each in view.actions),
        "owned": view.owner is not None,
        "owner_stored": view.owner_stored,
        "secured": view.access.secured,
        "others": view.access.others,
        "seeing": view.access.seeing.name.replace(" ", "_") if view.access.seeing else "",
        "unique_scope": view.spec.access.unique_scope,
        "cache_control": view.router.cache_control,
        "id_name": view.id.name,
        "unknown_id": _unknown(view),
        "id_shown": _id_shown(view, row),
    }


def _unknown(view: ResourceView) -> str:
    """The source of an id that no row has."""
    key = next((field for field in view.fields if field.spec.pk), None)
    if key is not None:
        return sample(view, key, _NOBODYS).source
    return "999_999" if view.id.kind == "int" else '"7d9f0c6e-0f3a-4c47-9d53-0a4f5f1f4f5e"'


def _id_shown(view: ResourceView, row: str) -> str:
    """The source of a row's id as JSON says it."""
    whole = view.id.kind == "int" or (view.id.kind == "str" and view.id.column.given)
    shown = f"{row}.{view.id.column.python_name}"
    return shown if whole else f"str({shown})"


def _row(view: ResourceView, given: Fixtures) -> str:
    """What tests call one of the resource; not as a fixture or another variable of theirs."""
    fixtures = [
        given.raw,
        given.caller,
        given.user,
        given.other_user,
        *(["event"] if given.place is None else []),
    ]
    name = view.words.singular
    return f"one_{name}" if name in {*_OTHER_NAMES, *fixtures} else name


def _item_operations(view: ResourceView) -> list[str]:
    return [each for each in view.spec.methods if each not in ("list", "create")]


def _status(view: ResourceView, method: str) -> int:
    return next((each.status for each in view.operations if each.method == method), 0)


def _create(view: ResourceView) -> dict[str, Any]:
    taken = view.taken_fields
    replaced = tuple(field for field in view.fields if field.in_replace)
    foreign = ["id", *filter(None, (view.created_at,)), *_scope_columns(view), *_kept(view), "surprise"]
    return {
        "create_status": _status(view, "create"),
        "payload": values.payload(view),
        "cycles": values.cycles(view),
        "numbered": values.counts(view),
        "exact": [field.name for field in taken if _comparable(view, field)],
        "decimals": _decimals(taken),
        "location": _status(view, "create") == 201 and view.operation("get") is not None,
        "required": [field.name for field in taken if field.required],
        "defaults": [(field.name, _shown(field)) for field in taken if not field.required],
        "accepted": values.accepted(taken),
        "rejected": values.rejected(taken),
        "closed": True,
        "foreign": foreign,
        "foreign_value": '"anything"',
        "uniques": _seen(view, [field for field in view.uniques if field.in_create]),
        "together": together(view),
        "replace_status": _status(view, "replace"),
        "replacement": _replacement(view, replaced),
        "replacement_with": partial(_replacement, view, replaced),
        "replace_exact": [field.name for field in replaced if _comparable(view, field)],
        "replace_decimals": _decimals(replaced),
        "replace_required": [field.name for field in replaced if field.required],
        "replace_defaults": [(field.name, _shown(field)) for field in replaced if not field.required],
        "replace_uniques": _taken_again(view, [field for field in view.uniques if field.in_replace]),
        "delete_status": _status(view, "delete"),
        "hidden": [field.name for field in taken if not field.in_response],
        "secrets": [
            (field.name, field.column.python_name) for field in taken if field.spec.type.name == "secret"
        ],
        "computed": values.computed_cases(view, view.taken_fields),
    }


def _scope_columns(view: ResourceView) -> list[str]:
    return [scope.column.name for scope in view.scopes if scope.stored]


def _kept(view: ResourceView) -> tuple[str, ...]:
    """Fields that no body holds, other than the scopes."""
    return tuple(
        field.name
        for field in view.fields
        if field.scope is None and (field.spec.readonly or field.spec.private or field.spec.computed)
    )


def _decimals(fields: tuple[FieldView, ...]) -> list[str]:
    return [field.name for field in fields if field.spec.type.name == "decimal" and field.in_response]


def _comparable(view: ResourceView, field: FieldView) -> bool:
    """Does an answer show what was sent? A moment only where its column is ours, which keeps the zone."""
    kept = field.spec.type.name == "datetime" and view.moment.text == "UtcDateTime"
    return field.in_response and (kept or values.is_exact(field))


def _shown(field: FieldView) -> str:
    """The comparison that holds for the default in an answer; "" where none can be written."""
    default = field.spec.default
    if not field.in_response:
        return ""
    if default is None:
        return "is None" if field.nullable else ""
    if field.spec.type.name in ("str", "enum", "text"):
        return f"== {default!r}"
    if field.spec.type.name == "bool":
        return f"is {default.capitalize()}"
    return f"== {default}" if field.spec.type.name == "int" else ""


def _replacement(view: ResourceView, replaced: tuple[FieldView, ...], taken: str | None = None) -> str:
    """The body of a replacement; the field of that name has the value of the row called `taken`."""
    if view.operation("create") and [field.name for field in replaced] == [f.name for f in view.taken_fields]:
        changed = f'{taken}=taken["{taken}"]' if taken else ""
        return f"new_{view.words.singular}({changed})"
    sent = {field.name: sample(view, field, 1).source for field in replaced}
    if taken is not None:
        sent[taken] = f'taken["{taken}"]'
    return "{" + ", ".join(f'"{name}": {source}' for name, source in sent.items()) + "}"


def _update(view: ResourceView) -> dict[str, Any]:
    sent = [field for field in view.fields if field.in_update]
    operation = view.operation("update")
    one = values.one_change(view, sent)
    fixed = [field.name for field in view.taken_fields if not field.in_update]
    return {
        "update_verb": operation.http.lower() if operation else "patch",
        "update_status": _status(view, "update"),
        "changes": values.changes(view, sent),
        "first_told": values.first_told(view, sent),
        "one_change": one,
        "clearable": [field.name for field in sent if field.nullable and field.in_response],
        "solid": [field.name for field in sent if not field.nullable],
        "update_rejected": values.rejected(sent),
        "refused": _refused_alike(view, sent),
        "update_foreign": ["id", *_scope_columns(view), *fixed, *_kept(view), "surprise"],
        "update_secrets": [
            (field.name, field.column.python_name, sample(view, field, 1).source)
            for field in sent
            if field.spec.type.name == "secret"
        ],
        "update_computed": values.computed_cases(view, sent),
        "moved": [
            *filter(None, (view.updated_at,)),
            *(field.name for field in view.fields if field.spec.computed and field.in_response),
        ],
        "update_uniques": _taken_again(view, [field for field in view.uniques if field.in_update]),
        "created_at": view.created_at,
        "updated_at": view.updated_at,
    }


def _taken_again(view: ResourceView, fields: list[FieldView]) -> list[str]:
    """The unique fields whose value a test sees in one row and can give to another."""
    return _seen(view, fields) if view.operation("create") and rows_at_most(view) > 1 else []


def _seen(view: ResourceView, fields: list[FieldView]) -> list[str]:
    """The names of the fields of which an answer shows a value."""
    return [field.name for field in fields if field.in_response and not is_empty(view, field)]


def _refused_alike(view: ResourceView, sent: list[FieldView]) -> str:
    """The values that both create and update refuse, where they are the same."""
    taken = values.rejected(view.taken_fields)
    both = view.operation("create") and view.operation("update")
    return taken if both and taken == values.rejected(sent) else ""


def _list(view: ResourceView) -> dict[str, Any]:
    listing = _as_pages(view.listing)
    order = next((each for each in listing.sorts if each.key == listing.default_sort), None)
    column = order.column.name if order else view.id.column.name
    stamped = column in (view.created_at, view.updated_at)
    lists, most = view.operation("list") is not None, rows_at_most(view)
    moves = view.operation("update") is not None and view.updated_at is not None
    style = "page" if listing.style == "fastapi_pagination" else listing.style
    return {
        "style": style if lists else "none",
        "default_limit": listing.style != "fastapi_pagination",
        "paginated": lists and style != "none",
        "limit": listing.limit,
        "limits": f"[1, 2, 5, {listing.limit_max}]",
        "limit_parameter": listing.limit_parameter,
        "position": listing.position_parameter,
        "items_key": listing.items_key,
        "items": keys(view, "list") + (f'["{listing.items_key}"]' if listing.items_key else ""),
        "row_key": keys(view, "get"),
        "page_key": keys(view, "list"),
        "next_key": listing.next_key,
        "more_key": listing.more_key,
        "total_key": listing.total_key,
        "ties": column if stamped and lists else view.created_at if moves else None,
        "zoneless": [each.python_name for each in view.columns if each.zone_lost and not each.server_now],
        "ids_ordered": stamped or column == view.id.column.name,
        "descending": order.descending if order else False,
        "bad_params": ", ".join(_bad_parameters(view, listing)),
        "most": most,
        "filters": values.filters(view) if most > 1 else "",
        "sorts": values.sorts(view) if listing.choosable and most > 2 else "",
        "sort_keys": [each.key for each in listing.sorts],
        "sort_rows": values.sort_rows(view),
    }


def keys(view: ResourceView, method: str) -> str:
    """What leads through the host's envelope to the answer of that operation; "" without one."""
    wrapped = view.envelope is not None and view.envelope.wraps(method)
    return f'["{view.envelope.payload}"]' if view.envelope and wrapped else ""


def _as_pages(listing: ListView) -> ListView:
    """The list with the parameters that fastapi-pagination's `Page` brings along."""
    if listing.style != "fastapi_pagination":
        return listing
    return replace(listing, position_parameter="page", limit_parameter="size", total_key="total")


def _bad_parameters(view: ResourceView, listing: ListView) -> list[str]:
    queries = []
    if listing.style != "none" and listing.limit_parameter:
        over = _FAR_OVER if listing.style == "fastapi_pagination" else listing.limit_max + 1
        queries += [f'{{"{listing.limit_parameter}": {number}}}' for number in (0, over)]
    if listing.style == "cursor":
        # One is no base64, one is, of something else.
        queries += [f'{{"{listing.position_parameter}": "{text}"}}' for text in ("x", "nonsense")]
    elif listing.style != "none" and listing.position_parameter:
        queries.append(f'{{"{listing.position_parameter}": -1}}')
    if listing.choosable:
        queries.append('{"sort": "nonsense"}')
    if view.schemas.query and listing.style != "fastapi_pagination":
        queries.append('{"surprise": "anything"}')
    return [*queries, *values.bad_filters(view)]


def _access(view: ResourceView) -> dict[str, Any]:
    listed = [(each.http, each.method, each.tail) for each in view.operations]
    kinds = view.conventions.auth.kinds.value
    unknown = "00000000-0000-0000-0000-000000000000" if view.id.kind != "int" else "1"
    collection = [
        f'("{http}", {urls.collection(view)})' for http, method, _ in listed if method in ("list", "create")
    ]
    items = [
        f'("{http}", {urls.item(view, unknown, tail)})'
        for http, method, tail in listed
        if method not in ("list", "create")
    ]
    return {
        "forbidden": forbidden(view, unknown),
        "all_requests": ", ".join([*collection, *items]),
        "item_requests": ", ".join(
            f'("{http}", {_sent(view, method)})'
            for http, method, tail in listed
            if method not in ("list", "create") and not tail
        ),
        "item_bodies": bool({"update", "replace"} & {method for _, method, _ in listed}),
        "item_methods": [
            http for http, method, tail in listed if method not in ("list", "create") and not tail
        ],
        "unauthorised": "in (401, 403)" if "http_bearer" in kinds else "== 401",
    }


def _sent(view: ResourceView, method: str) -> str:
    if method in _SENDS_NO_BODY:
        return "None"
    if method == "update":
        return values.one_change(view, (field for field in view.fields if field.in_update)) or "{}"
    fields = [field for field in view.fields if field.in_replace]
    return "{" + ", ".join(f'"{field.name}": {sample(view, field, 1).source}' for field in fields) + "}"
