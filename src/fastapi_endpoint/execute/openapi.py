"""Two OpenAPI documents compared: exactly the planned operations came, and nothing else moved."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi_endpoint.domain.plan import PlannedRoute

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_PARAMETER = re.compile(r"\{[^}]*\}")


def operations(document: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
    """Every operation by method and path."""
    return {
        (method.upper(), path): item[method]
        for path, item in document.get("paths", {}).items()
        for method in _METHODS
        if method in item
    }


def missing_routes(after: Mapping[str, Any], planned: tuple[PlannedRoute, ...]) -> list[str]:
    """The planned operations that the application does not have, as "METHOD path"."""
    there = {_key(method, path) for method, path in operations(after)}
    return [f"{r.method.upper()} {r.path}" for r in planned if _key(r.method, r.path) not in there]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], planned: tuple[PlannedRoute, ...]
) -> list[str]:
    """What differs from the plan, in words; nothing if exactly the planned operations were added."""
    old, new = operations(before), operations(after)
    expected = {_key(route.method, route.path) for route in planned}
    found = [f"{name} was planned and is missing" for name in missing_routes(after, planned)]
    for method, path in sorted(new.keys() - old.keys()):
        if _key(method, path) not in expected:
            found.append(f"{method} {path} came and was not planned")
    found += [f"{method} {path} is gone" for method, path in sorted(old.keys() - new.keys())]
    found += [f"{m} {p} has changed" for m, p in sorted(old.keys() & new.keys()) if old[m, p] != new[m, p]]
    return found + _components(before, after) + _rest(before, after)


def _key(method: str, path: str) -> tuple[str, str]:
    return method.upper(), _PARAMETER.sub("{}", path)


def _components(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    found: list[str] = []
    old_parts, new_parts = before.get("components", {}), after.get("components", {})
    for kind in sorted(old_parts):
        old, new = old_parts[kind], new_parts.get(kind, {})
        for name in sorted(old):
            if name not in new:
                found.append(f"the {kind} component {name} is gone")
            elif old[name] != new[name]:
                found.append(f"the {kind} component {name} has changed")
    return found


def _rest(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    apart = {"paths", "components"}
    names = sorted((before.keys() | after.keys()) - apart)
    return [f"`{name}` of the document has changed" for name in names if before.get(name) != after.get(name)]
