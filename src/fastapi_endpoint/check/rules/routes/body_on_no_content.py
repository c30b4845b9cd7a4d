"""FE102: an operation that answers 204 and returns something."""

from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import ROUTER, sample
from fastapi_endpoint.domain.finding import RuleDoc

_EMPTY = ("", "None")
_LETTERS = 40


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """Returns with a value in handlers whose status is 204; a Response of their own is their own affair."""
    for route in subject.project.routes:
        handler = subject.handler(route) if route.status_code == 204 else None
        for returned in handler.body.returns if handler else ():
            if returned.text not in _EMPTY and not returned.text.startswith("Response("):
                message = f"{route.method} {route.path} answers 204 and returns {_shown(returned.text)}"
                yield route.file, returned.line, message


def _shown(value: str) -> str:
    """The value in a few letters; what is left out is told."""
    first, *more = value.splitlines()
    return first if len(first) <= _LETTERS and not more else f"{first[:_LETTERS].rstrip()}..."


RULE = Rule(
    doc=RuleDoc(
        id="FE102",
        name="body-on-no-content",
        summary="An operation answers 204 and returns a body.",
        why="204 has no body: what is returned is dropped at best, and breaks the connection at worst.",
        bad='@router.delete("/{id}", status_code=204)\nasync def delete(id: int):\n    return {"id": id}',
        good='@router.delete("/{id}", status_code=204)\nasync def delete(id: int) -> None: ...',
    ),
    severity="error",
    hint="Return nothing, or answer 200.",
    find=find,
    bad=sample(
        router=ROUTER.replace(
            "    await session.delete(product_id)\n",
            '    await session.delete(product_id)\n    return {"deleted": product_id}\n',
        )
    ),
    good=sample(),
)
