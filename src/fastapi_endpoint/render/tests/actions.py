"""What the template of an action's tests is filled with."""

from typing import Any

from fastapi_endpoint.render.tests import urls
from fastapi_endpoint.render.view import ActionView, OperationView, ResourceView


def action_values(view: ResourceView, operation: OperationView) -> dict[str, Any]:
    """Where it is called, its states, and how rows come into them: by how they are made, or afterwards."""
    assert operation.action is not None  # noqa: S101 - for the type checker: only actions come here
    action = operation.action
    spec, field = action.spec, action.field.spec
    first = field.default if field.default in spec.sources else spec.sources[0]
    taken = _taken(view, action)
    return {
        "act": spec.name,
        "act_called": operation.tail.removeprefix("/") + "/" if view.item_slash else operation.tail,
        "act_unknown": urls.item(view, "{UNKNOWN_ID}", operation.tail),
        "state_key": action.field.name,
        "target": spec.target,
        "sources": list(spec.sources),
        "others_states": [state for state in field.type.values if state not in spec.sources],
        "made_so": _given(view, action, "state") if taken else "",
        "put_so": "" if taken else _given(view, action, "state"),
        "made_first": _given(view, action, f'"{first}"') if taken else "",
        "put_first": "" if taken or first == field.default else _given(view, action, f'"{first}"'),
    }


def _taken(view: ResourceView, action: ActionView) -> bool:
    """Can rows be made in any state?"""
    return view.operation("create") is None or action.field.in_create


def _given(view: ResourceView, action: ActionView, state: str) -> str:
    """The keyword of a state: as JSON says it, or as the row has it."""
    if view.operation("create") is not None and action.field.in_create:
        return f"{action.field.name}={state}"
    enum = action.field.context.enums.get(action.field.spec.name)
    return f"{action.field.column.python_name}={f'{enum.text}({state})' if enum else state}"
