"""What endpoints raise, and what their documentation says of it."""

from collections.abc import Mapping

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.existence import checked, exists_name, parent_exists_name, widened
from fastapi_endpoint.render.functions import passed
from fastapi_endpoint.render.view import OperationView, ParentView, ResourceView, Words


def responses(view: ResourceView, statuses: tuple[int, ...]) -> Fragment:
    """The documentation of these statuses, as a keyword argument: spelled out for a class of the host."""
    place = view.shared_place(shared.ERROR_RESPONSE)
    if view.error_model.module == place.module:
        given = ", ".join(str(status) for status in statuses)
        name = Import(place.module, "error_responses")
        return Fragment(f"responses=error_responses({given})", frozenset({name}))
    items = ", ".join(f'{status}: {{"model": {view.error_model.name}}}' for status in statuses)
    return Fragment(f"responses={{{items}}}", frozenset({view.error_model}))


def refusals_of_all(view: ResourceView) -> tuple[int, ...]:
    """The statuses of callers who may call nothing here: documented once, on the router."""
    refused = [set(view.access.refuses(operation.method)) for operation in view.operations]
    return tuple(sorted(set.intersection(*refused)))


def raised(status: int, detail: str) -> Fragment:
    """A statement that raises; `detail` is source."""
    name = {403: "HTTP_403_FORBIDDEN", 404: "HTTP_404_NOT_FOUND", 409: "HTTP_409_CONFLICT"}[status]
    return code(
        f"raise HTTPException(status.{name}, detail={detail})", "fastapi.HTTPException", "fastapi.status"
    )


def guarded(view: ResourceView, operation: OperationView, line: Fragment) -> list[Fragment]:
    """The call; where the queries may report a conflict of ours, with the answer to it."""
    if 409 not in operation.errors or view.conventions.answers.conflict.value is not None:
        return [line]
    module = view.shared_place(shared.CONFLICTS).module
    return [
        Fragment("try:"),
        line.put("    "),
        Fragment("except ConflictError as error:", frozenset({Import(module, "ConflictError")})),
        raised(409, "error.detail").put("    ", " from error"),
    ]


def missing(view: ResourceView) -> Fragment:
    """What is raised where the statement found no row."""
    if view.owner and view.access.others == 403:
        parameters = [view.session.parameter, *_path_parameters(view), view.id.parameter]
        return Fragment(f"raise {view.idiom.await_}unreachable({', '.join(parameters)})")
    return _not_found(view, view.not_found_detail)


def missing_parent(view: ResourceView, parent: ParentView) -> Fragment:
    """What is raised where the parent is not there for the caller."""
    if view.owner and not view.owner_stored and view.access.others == 403:
        name = f"unreachable_{parent.words.singular}"
        return Fragment(f"raise {view.idiom.await_}{name}({view.session.parameter}, {parent.parameter})")
    return _not_found(view, parent.missing_detail)


def _not_found(view: ResourceView, detail: str) -> Fragment:
    if view.not_found is not None:
        exception, keyword = view.not_found
        return exception.put("raise ", f'({keyword}="{detail}")')
    return raised(404, f'"{detail}"')


def _path_parameters(view: ResourceView) -> list[str]:
    return [each.keyword for each in widened(view)]


def missing_helpers(view: ResourceView) -> list[Fragment]:
    """The functions that tell another's row, or parent, from none, where the answers differ."""
    if not view.owner or view.access.others != 403:
        return []
    types = {scope.keyword: scope.column.python for scope in widened(view)}
    found = []
    if any(each.method not in ("list", "create") for each in view.operations):
        parameters = types | {view.id.parameter: view.id.plain_type}
        scoped = "".join(f", {name}={name}" for name in types)
        asked = f"{exists_name(view)}({passed(view, view.id.parameter)}{scoped})"
        found.append(_helper(view, "unreachable", parameters, asked, view.words, view.not_found_detail))
    if view.parent is not None and not view.owner_stored and checked(view):
        parent = view.parent
        asked = f"{parent_exists_name(parent)}({passed(view)}, {parent.parameter}={parent.parameter})"
        name = f"unreachable_{parent.words.singular}"
        parameters = {parent.parameter: types[parent.parameter]}
        found.append(_helper(view, name, parameters, asked, parent.words, parent.missing_detail))
    return found


def _helper(
    view: ResourceView, name: str, parameters: Mapping[str, Fragment], asked: str, words: Words, missing: str
) -> Fragment:
    session = view.session.parameter
    declared = [view.idiom.session_type.put(f"{session}: ")]
    declared += [type_.put(f"{parameter}: ") for parameter, type_ in parameters.items()]
    lines = [
        join(", ", declared).put(f"{view.idiom.def_} {name}(", ") -> HTTPException:"),
        Fragment(f'    """The answer for another\'s {words.human}, or for none."""'),
        view.crud.reference.put(f"    if {view.idiom.await_}", f".{asked}:"),
        code(
            "        return HTTPException(status.HTTP_403_FORBIDDEN, "
            f'detail="This {words.human} belongs to somebody else")',
            "fastapi.HTTPException",
            "fastapi.status",
        ),
        Fragment(f'    return HTTPException(status.HTTP_404_NOT_FOUND, detail="{missing}")'),
    ]
    return join("\n", lines)
