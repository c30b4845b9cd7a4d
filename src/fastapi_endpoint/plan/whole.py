"""The whole plan: what the endpoint builds on, part by part, then the endpoint on top of that."""

from collections.abc import Callable

from fastapi_endpoint.domain.plan import Plan, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.plan.kits import joined, next_part, on_kits
from fastapi_endpoint.plan.making import make_plan, own_files
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.formatters import HostFormatters

Look = Callable[[SourceTree], ProjectMap]
"""Explores a tree: the plan's own parts are laid over it, or files of the resource are hidden."""


def whole_plan(
    spec: EndpointSpec,
    answers: tuple[Answer, ...],
    project: ProjectMap,
    tree: SourceTree,
    clock: str,
    formatters: HostFormatters | None,
    look: Look,
) -> Plan | Refusal:
    """The plan for a spec, over the tree as it stands; `look` explores it again with each part in place."""
    ground, seen, parts = tree, project, []
    while (part := next_part(spec, seen, ground, clock, formatters)) is not None:
        if isinstance(part, Refusal):
            return part
        parts.append(part)
        ground = ground.overlay(part.images)
        seen = look(ground)
    plan = _endpoint(spec, answers, seen, ground, clock, formatters, look)
    if isinstance(plan, Refusal):
        return plan
    return joined(parts, plan, spec=spec, project=project, tree=tree, ground=ground)


def _endpoint(
    spec: EndpointSpec,
    answers: tuple[Answer, ...],
    project: ProjectMap,
    tree: SourceTree,
    clock: str,
    formatters: HostFormatters | None,
    look: Look,
) -> Plan | Refusal:
    """The plan of the endpoint alone, on a tree that has what it builds on."""
    asked, known = on_kits(spec, project)
    if hidden := own_files(asked, known, tree):
        # The files of the resource itself are no witnesses of the project's habits.
        before = look(tree.overlay(dict.fromkeys(hidden)))
        once, then = on_kits(spec, before)
        again = make_plan(once, answers, then, tree, clock, formatters)
        if isinstance(again, Plan) and not again.operations:
            return again
    return make_plan(asked, answers, known, tree, clock, formatters)
