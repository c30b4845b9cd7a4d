"""Projects in memory, taken through the stages without a disk."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from textwrap import dedent

from fastapi_endpoint import plan as planner
from fastapi_endpoint.domain.plan import Plan, Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.explore import explore
from fastapi_endpoint.interview import from_flags
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.workflow import plan_on

CLOCK = "2026-01-01 00:00:00"


class SampleProject:
    """The files of a project, and what the stages make of them."""

    def __init__(self, tree: SourceTree) -> None:
        self.tree = tree

    @cached_property
    def explored(self) -> ProjectMap:
        """What exploring finds."""
        return explore(self.tree)

    def plan(
        self, resource: str, fields: Sequence[str] = (), /, **flags: str | Sequence[str] | bool | None
    ) -> Plan | Refusal | tuple[Problem, ...]:
        """The plan for these answers; flags as on the command line, with underscores."""
        answers = from_flags({"resource": resource, "fields": tuple(fields), **flags})
        return plan_on(self.tree, self.explored, answers, CLOCK)

    def after(self, plan: Plan) -> "SampleProject":
        """The project with the plan carried out."""
        return SampleProject(self.tree.overlay(planner.after_images(plan, self.tree)))


def project(files: Mapping[str, str | bytes]) -> SampleProject:
    """A project of these files: path -> text or bytes. Text may be indented as the test around it is."""
    return SampleProject(
        SourceTree.of_files(
            {path: dedent(data) if isinstance(data, str) else data for path, data in files.items()}
        )
    )
