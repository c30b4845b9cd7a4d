"""What a rule is: words about a pattern, two small projects that show it, and a function that finds it."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from fastapi_endpoint.domain.finding import Finding, RuleDoc, Severity
from fastapi_endpoint.domain.project import ProjectMap, Route
from fastapi_endpoint.source.module import Function, Module
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.tree import SourceTree


class Subject:
    """What is checked: the explored project, and its files where a rule must look closer."""

    def __init__(self, project: ProjectMap, tree: SourceTree) -> None:
        self.project = project
        self.tree = tree
        self._modules: dict[str, Module] = {}

    def module(self, path: str) -> Module:
        """What a file says; a file that is not there says nothing."""
        if path not in self._modules:
            self._modules[path] = parse(self.tree.read(path)) if self.tree.exists(path) else Module()
        return self._modules[path]

    def handler(self, route: Route) -> Function | None:
        """The function that serves a route, where it stands at the top level of its file."""
        return self.module(route.file).function(route.function)

    @cached_property
    def test_text(self) -> str:
        """The text of all test files."""
        folder = self.project.conventions.tests.dir.value
        if folder is None:
            return ""
        prefix = "" if folder in (".", "") else f"{folder.rstrip('/')}/"
        paths = (path for path in self.tree.paths() if path.startswith(prefix) and path.endswith(".py"))
        return "\n".join(self.tree.text(path) for path in paths)


Find = Callable[[Subject], Iterable[tuple[str, int, str]]]


class Rule(Struct, frozen=True, kw_only=True):
    """`find` yields (file, line, message); `bad` and `good` are projects in memory, path -> text."""

    doc: RuleDoc
    severity: Severity
    hint: str
    find: Find
    bad: Mapping[str, str]
    good: Mapping[str, str]

    def findings(self, subject: Subject) -> tuple[Finding, ...]:
        """Every place that breaks the rule."""
        return tuple(
            Finding(
                rule=self.doc.id,
                message=message,
                file=file,
                line=line,
                severity=self.severity,
                hint=self.hint,
            )
            for file, line, message in self.find(subject)
        )
