"""Whether what is planned is Python at all."""

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.errors import InternalError
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.render import ResourceView
from fastapi_endpoint.source.tree import SourceTree
from fastapi_endpoint.tools.ruff import syntax_errors


def unsound(changes: Changes, view: ResourceView, tree: SourceTree) -> Refusal | None:
    """Ruff's parser has the last word on what is Python; one call for all files.

    A file that was no Python before is refused with its place; what was sound and is so no more is a bug.
    """
    sources = {path: data for path, data in changes.images().items() if path.endswith(".py")}
    errors = syntax_errors(sources, view.python)
    if not errors:
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
