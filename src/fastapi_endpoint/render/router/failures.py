"""What endpoints raise, and what their documentation says of it."""

from fastapi_endpoint.fragments import Fragment, Import, code, join
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.crud import exists_name
from fastapi_endpoint.render.functions import passed
from fastapi_endpoint.render.view import OperationView, ResourceView


def responses(view: ResourceView, statuses: tuple[int, ...]) -> Fragment:
    """The documentation of these statuses, as a keyword argument."""
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
        call = f"{view.idiom.await_}unreachable({view.session.parameter}, {view.id.parameter})"
        return Fragment(f"raise {call}")
    if view.not_found is not None:
        exception, keyword = view.not_found
        return exception.put("raise ", f'({keyword}="{view.not_found_detail}")')
    return raised(404, f'"{view.not_found_detail}"')


def missing_helper(view: ResourceView) -> Fragment | None:
    """The function that tells another's row from no row, where the answers differ."""
    if not view.owner or view.access.others != 403:
        return None
    session = view.session.parameter
    exists = view.crud.reference.put(
        view.idiom.await_, f".{exists_name(view)}({passed(view, view.id.parameter)})"
    )
    head = view.idiom.session_type.put(
        f"{view.idiom.def_} unreachable({session}: ", f", {view.id.parameter}: {view.id.plain_type.text})"
    )
    lines = [
        head.put("", " -> HTTPException:"),
        Fragment(f'    """The answer for another\'s {view.words.human}, or for none."""'),
        exists.put("    if ", ":"),
        code(
            "        return HTTPException(status.HTTP_403_FORBIDDEN, "
            f'detail="This {view.words.human} belongs to somebody else")',
            "fastapi.HTTPException",
            "fastapi.status",
        ),
        Fragment(f'    return HTTPException(status.HTTP_404_NOT_FOUND, detail="{view.not_found_detail}")'),
    ]
    return join("\n", lines)
