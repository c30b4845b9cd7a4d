"""Whether what is planned is Python at all, and imports what is there."""

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.errors import InternalError
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.render import ResourceView
from fastapi_endpoint.render.patterns import place_of
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.ruff import syntax_errors


def unsound(changes: Changes, view: ResourceView, project: ProjectMap, tree: SourceTree) -> Refusal | None:
    """Ruff's parser has the last word on what is Python; one call for all files.

    A file that was no Python before is refused with its place; what was sound and is so no more is a bug.
    """
    sources = {path: data for path, data in changes.images().items() if path.endswith(".py")}
    errors = syntax_errors(sources, view.python)
    if not errors:
        _check_imports(sources, view, project, tree)
        return None
    there = {path: tree.read(path) for path in errors if tree.exists(path)}
    for path, error in sorted(syntax_errors(there, view.python).items()):
        line, _, what = error.removeprefix("line ").partition(": ")
        return Refusal(
            kind="unsupported",
            message=f"{path} is to be edited and is no valid Python: {what}.",
            hint="Mend that file, then run this again.",
            where=Witness(file=path, line=int(line)),
        )
    path, error = next(iter(sorted(errors.items())))
    raise InternalError(f"the planned text is no Python: {error}", where=path)


def _check_imports(
    sources: dict[str, bytes], view: ResourceView, project: ProjectMap, tree: SourceTree
) -> None:
    """Each module that new lines import from the project is one of its own, or planned."""
    root = view.conventions.layout.import_root.value
    made = {place_of(path, root).module for path in sources}
    modules = {*project.modules, *made}
    known = modules | {module[:dot] for module in modules for dot in _dots(module)}
    ours = {module.partition(".")[0] for module in project.modules}
    for path, data in sorted(sources.items()):
        before = {each.module for each in parse(tree.read(path)).imports} if tree.exists(path) else set()
        for found in parse(data).imports:
            named = found.module
            if found.level or named in before or named.partition(".")[0] not in ours:
                continue
            if named not in known:
                raise InternalError(f"the plan imports {named}, which is not there", where=path)


def _dots(module: str) -> list[int]:
    return [at for at, character in enumerate(module) if character == "."]
