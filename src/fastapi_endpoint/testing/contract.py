"""The descriptor of a planned endpoint: every promise that a black-box suite can hold it to over HTTP.

    python -m fastapi_endpoint.testing.contract PLAN --base-url URL
    python -m fastapi_endpoint.testing.contract --seed PROJECT

The first prints the descriptor of a saved plan, the second makes the users it names in the database of the
project and prints their ids. Both print JSON.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from fastapi_endpoint.domain.plan import CreateFile, Plan, PlannedTable, Refusal
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec
from fastapi_endpoint.errors import EndpointError
from fastapi_endpoint.fieldtypes.base import Context, attribute
from fastapi_endpoint.fieldtypes.composites import names_of, spread
from fastapi_endpoint.fieldtypes.objects import context_of
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.plan import planfile
from fastapi_endpoint.render.listing import items_key, keys_of_shape, offset_name, total_key
from fastapi_endpoint.testing.actions import action_claims
from fastapi_endpoint.testing.claims import Json, ascending, bodies, is_taken, pair, suite_type
from fastapi_endpoint.testing.nested import parent_claim
from fastapi_endpoint.testing.seeding import KEYS, NUMBERED, ROLES, USERS, seed

_OPERATIONS = {"GET": "get", "POST": "create", "PATCH": "patch", "PUT": "put", "DELETE": "delete"}
_KIT_METHOD = {"update": "patch", "replace": "put"}
_ACTORS = ("alice", "bob", "admin")
_SCAFFOLD = {
    "session.dependency": "app/db/session.py",
    "auth.current_user_dependency": "app/api/deps.py",
    "router_registration.file": "app/api/main.py",
}
_KEY_HEADER = "X-API-Key"
_MAX_BODY = 1024 * 1024


def describe(plan: Plan, base_url: str, secret: str = "") -> Json:
    """The descriptor of the plan's endpoint, served at `base_url`.

    `secret` signs the suite's tokens where the environment of the suite has no SECRET_KEY.
    """
    spec = plan.spec
    context = _context(plan)
    users = NUMBERED if context.id_type == "int" else USERS
    parts = bodies(spec, context, users)
    methods = [
        _operation(route.operation, route.method) for route in plan.routes if route.operation in spec.methods
    ]
    if _wraps_pages(plan):
        methods.remove("list")
    descriptor: Json = {
        "name": f"{spec.resource}: {spec.access.auth}, {_rbac(spec)}, {spec.listing.pagination}",
        "base_url": base_url,
        "path": _collection(plan),
        "methods": methods,
        "fields": parts.fields,
        "create": parts.create,
        "invalid": parts.invalid,
        "server_fields": [*_kept_by_server(plan), *parts.server],
        "extra_fields": "forbid",
        "rbac": _rbac(spec),
        "pagination": _pagination(plan),
        **_access(spec, secret, users),
    }
    descriptor |= {"update": parts.update} if {"patch", "put"} & set(methods) else {}
    descriptor |= {"hidden_fields": parts.hidden} if parts.hidden else {}
    key = next((field for field in spec.fields.fields if field.pk), None)
    descriptor |= {"id_field": attribute(key)} if key else {}
    kind = key.type.name if key else context.id_type
    descriptor |= {"id_type": "int"} if kind == "int" else {}
    descriptor |= {"envelope": "wrapped"} if _wrapping(plan).get("payload") == "data" else {}
    descriptor |= {"location": True} if {"create", "get"} <= set(methods) else {}
    descriptor |= {"unique_scope": spec.access.unique_scope} if _has_scoped_unique(spec) else {}
    descriptor |= {"actions": actions} if (actions := action_claims(plan)) else {}
    if plan.parent is not None:
        descriptor["parent"] = parent_claim(plan.parent)
    if "list" in methods:
        descriptor |= _reading(plan, context, users)
    if _is_scaffold(plan):
        descriptor |= {"exact_allow": True, "max_body": _MAX_BODY}
    return descriptor


def _operation(operation: str, method: str) -> str:
    return "list" if operation == "list" else _OPERATIONS[method.upper()]


def _collection(plan: Plan) -> str:
    paths = {route.operation: route.path for route in plan.routes}
    operation, item = next(iter(paths.items()))
    below = 1 if operation in plan.spec.methods else 2
    path = paths.get("list") or paths.get("create") or item.rstrip("/").rsplit("/", below)[0]
    return path.replace(f"{{{plan.parent.parameter}}}", "{parent_id}") if plan.parent else path


def _context(plan: Plan) -> Context:
    facts = {fact.path: json.loads(fact.value) for fact in plan.facts}
    text = facts.get("models.ids_as_text", False)
    id_type = "int" if facts.get("id_type") == "int" else "str" if text else "uuid"
    if plan.spec.model is not None and plan.table is not None:
        id_type = _key_type(plan.table)
    return context_of(plan.spec.fields, Context(resource=plan.spec.resource, id_type=id_type))


def _key_type(table: PlannedTable) -> str:
    """The type of a table's ids."""
    key = next(column.type for column in table.columns if column.note.startswith("primary key"))
    return "int" if "Integer" in key else "str" if "String" in key else "uuid"


def _is_scaffold(plan: Plan) -> bool:
    """Is the project laid out as `new` makes it? Then its application-wide promises hold as well."""
    facts = {fact.path: json.loads(fact.value) for fact in plan.facts}
    places = {path: value.get("file") if isinstance(value, dict) else value for path, value in facts.items()}
    return all(places.get(path) == file for path, file in _SCAFFOLD.items())


def _wrapping(plan: Plan) -> Json:
    """How rows are wrapped; {} where they are not."""
    facts = {fact.path: json.loads(fact.value) for fact in plan.facts}
    return facts.get("answers.wrapping") or {}


def _wraps_pages(plan: Plan) -> bool:
    """Are pages wrapped as rows are? A descriptor has no word for what is wrapped twice."""
    listed = any(route.operation == "list" for route in plan.routes)
    return listed and plan.spec.listing.pagination != "none" and _wrapping(plan).get("lists", False)


def _kept_by_server(plan: Plan) -> list[str]:
    columns = {column.name for column in plan.table.columns} if plan.table else set()
    own = [] if any(field.pk for field in plan.spec.fields.fields) else ["id"]
    return [*own, *(name for name in ("created_at", "updated_at") if name in columns)]


def _rbac(spec: EndpointSpec) -> str:
    if _is_owned(spec):
        return "ownership"
    return "role" if spec.access.roles else "none"


def _is_owned(spec: EndpointSpec) -> bool:
    return spec.access.owner is not None or spec.access.parent_owner is not None


def _access(spec: EndpointSpec, secret: str, users: Mapping[str, int | str]) -> Json:
    if spec.access.auth == "none":
        return {"auth": "none"}
    found = _keys() if spec.access.auth == "api-key" else _tokens(secret, users)
    if _is_owned(spec):
        found |= {"forbidden_status": spec.access.others, "admin_sees_all": spec.access.admins == "all"}
    elif spec.access.roles:
        found |= {
            "main": "admin",
            "roles": {
                _KIT_METHOD.get(method, method): [
                    actor for actor in _ACTORS if actor == "admin" or ROLES[actor] in names
                ]
                for method, names in spec.access.roles
            },
        }
    return found


def _tokens(secret: str, users: Mapping[str, int | str]) -> Json:
    return {
        "auth": "jwt",
        "www_authenticate": "Bearer",
        "jwt": {
            "secret": f"${{SECRET_KEY:-{secret}}}",
            "users": {actor: {"sub": str(users[actor])} for actor in _ACTORS},
            "bad_users": {"inactive-user": {"sub": str(users["inactive"])}},
        },
    }


def _keys() -> Json:
    alice = KEYS["alice"]
    bad = {
        "unknown": "key-of-nobody",
        "empty": "",
        "cut-short": alice[:-1],
        "with-a-tail": f"{alice}x",
        "in-capitals": alice.upper(),
        "digest": sha256(alice.encode()).hexdigest(),
        "no-ascii": "k\u00e9y",
        "long": "k" * 8000,
        "statement": "' OR 1=1 --",
        "revoked": KEYS["revoked"],
        "inactive-user": KEYS["inactive"],
    }
    return {
        "auth": "api_key",
        "www_authenticate": "APIKey",
        "headers": {actor: {_KEY_HEADER: KEYS[actor]} for actor in _ACTORS},
        "bad_headers": {
            **{name: {_KEY_HEADER: value} for name, value in bad.items()},
            "as-a-token": {"Authorization": f"Bearer {alice}"},
        },
    }


def _has_scoped_unique(spec: EndpointSpec) -> bool:
    return (_is_owned(spec) or spec.parent is not None) and any(field.unique for field in spec.fields.fields)


def _pagination(plan: Plan) -> Json:
    asked = plan.spec.listing
    limits = {
        "limit_param": "limit",
        "default_limit": asked.limit,
        "max_limit": max(asked.limit, asked.limit_max),
    }
    facts = {fact.path: json.loads(fact.value) for fact in plan.facts}
    shape = keys_of_shape(facts.get("answers.list_shape", "")) if asked.host else ()
    counted = total_key(shape)
    total = {"total": counted or "total"} if asked.total or counted else {}
    match asked.pagination:
        case "cursor":
            keys = {"items": "data", "next": "next_cursor", "has_more": "has_more"}
            return {
                "style": "cursor",
                "cursor_param": "cursor",
                "signed": _seals(plan),
                **keys,
                **limits,
                **total,
            }
        case "offset":
            keys = {"items": items_key(shape) or "data", "has_more": "has_more"}
            parameters = facts.get("answers.page_parameters", ()) if asked.host else ()
            return {"style": "offset", "offset_param": offset_name(parameters), **keys, **limits, **total}
        case _:
            return {"style": "none", "items": "data"}


def _seals(plan: Plan) -> bool:
    """Are cursors signed? A project made by `new` has a secret to sign them with."""
    created = (operation.text for operation in plan.operations if isinstance(operation, CreateFile))
    return _is_scaffold(plan) or any("hmac.digest(" in text for text in created)


def _reading(plan: Plan, context: Context, users: Mapping[str, int | str]) -> Json:
    spec = plan.spec
    found: Json = {"unknown_query": "forbid"}
    if spec.cache.kind == "control":
        found["cache"] = {"kind": "cache_control", "max_age": spec.cache.seconds}
    if filters := _filters(spec, context, users):
        found["filters"] = filters
    if sort := _sort(spec, context):
        found["sort"] = sort
    return found


def _filters(spec: EndpointSpec, context: Context, users: Mapping[str, int | str]) -> list[Json]:
    found: list[Json] = []
    for field in spread(spec.fields).fields:
        name = attribute(field)
        if field.tenant or spec.access.owner in {field.name, name}:
            continue
        for each in kind_of(field).filters(field, context):
            if each.operator == "contains":
                found.append({"param": each.parameter, "kind": "contains", "field": name, "value": "needle"})
            else:
                found.append(
                    {
                        "param": each.parameter,
                        "type": suite_type(field, context) or "string",
                        **_examples(field, each.operator, spec, context, users),
                    }
                )
    found += [
        {"param": "q", "kind": "contains", "field": field.name, "value": "needle"}
        for field in spread(spec.fields).fields
        if field.search
    ]
    return found


def _examples(
    field: FieldSpec,
    operator: str,
    spec: EndpointSpec,
    context: Context,
    users: Mapping[str, int | str],
) -> Json:
    low, high = pair(field, context, users)
    yes, no = (high, low) if operator == "min" else (low, high)
    if field.unique or not is_taken(field, spec):
        return {"value": yes}
    return {"value": yes, "yes": {attribute(field): yes}, "no": {attribute(field): no}}


def _sort(spec: EndpointSpec, context: Context) -> Json:
    """Every key in both directions, as long as there is a choice."""
    by_name = {field.name: field for field in spec.fields.fields} | {
        attribute(field): field for field in spec.fields.fields
    }
    order = spec.listing.order
    composite = names_of(spec.fields, "sort")
    chosen = [field.name for field in spread(spec.fields).fields if field.sort]
    names = [
        attribute(by_name[name]) if name in by_name else name for name in (order.column, *chosen, *composite)
    ]
    distinct = list(dict.fromkeys(names))
    if len(distinct) == 1:
        return {}
    values = {
        name: examples
        for name in distinct
        if name in by_name
        and is_taken(by_name[name], spec)
        and (examples := ascending(by_name[name], context))
    }
    found: Json = {
        "param": "sort",
        "keys": [f"{sign}{name}" for name in distinct for sign in ("", "-")],
        "default": f"{'-' if order.descending else ''}{names[0]}",
    }
    return found | ({"values": values} if values else {})


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: prints JSON, or says on stderr what is wrong and answers 1."""
    parser = argparse.ArgumentParser(prog="python -m fastapi_endpoint.testing.contract", description=__doc__)
    parser.add_argument("plan", nargs="?", metavar="PLAN", help="a plan saved with --plan FILE")
    parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where the endpoint is served")
    parser.add_argument("--seed", metavar="PROJECT", help="make the users in this project's database")
    given = parser.parse_args(arguments)
    if (given.plan is None) == (given.seed is None):
        parser.error("give PLAN, or --seed PROJECT")
    try:
        answer = seed(Path(given.seed)) if given.seed else _of_file(Path(given.plan), given.base_url)
    except EndpointError as why:
        sys.stderr.write(f"{why.message} {why.hint}".rstrip() + "\n")
        return 1
    sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return 0


def _of_file(path: Path, base_url: str) -> dict[str, Any]:
    try:
        data = path.read_bytes()
    except OSError as why:
        raise EndpointError(f"{path} cannot be read: {why.strerror}.", where=str(path)) from why
    plan = planfile.load(data, str(path))
    if isinstance(plan, Refusal):
        raise EndpointError(plan.message, hint=plan.hint)
    return describe(plan, base_url, os.environ.get("SECRET_KEY", ""))


if __name__ == "__main__":
    sys.exit(main())
