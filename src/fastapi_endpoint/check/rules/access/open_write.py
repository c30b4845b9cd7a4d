"""FE401: a write that asks nobody who they are, in an application that does elsewhere."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import ROUTER, sample
from fastapi_endpoint.domain.finding import RuleDoc

_WRITES = ("POST", "PUT", "PATCH", "DELETE")
_ASKS = re.compile(
    r"(?i)user|auth|token|admin|role|permission|secur|api_?key|owner|author|credential|tenant|scope"
)
_MEANT_OPEN = re.compile(
    r"(?i)auth|login|logout|token|sign|register|password|reset|verify|webhook|callback|health"
)


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """Writes without a dependency that speaks of users, where the project has a current-user dependency."""
    auth = subject.project.conventions.auth
    if auth.current_user_dependency.value is None:
        return
    for route in subject.project.routes:
        if route.method not in _WRITES or _MEANT_OPEN.search(f"{route.path} {route.function}"):
            continue
        handler = subject.handler(route)
        parameters = handler.parameters if handler else ()
        taken = [f"{parameter.annotation} {parameter.default}" for parameter in parameters]
        if not any(_ASKS.search(text) for text in (*route.dependencies, *taken)):
            yield route.file, route.line, f"{route.method} {route.path} can be called by anybody"


RULE = Rule(
    doc=RuleDoc(
        id="FE401",
        name="open-write",
        summary="A write needs no credentials.",
        why="A forgotten dependency is the most common hole: nothing fails, and everybody may write.",
        bad='@router.post("")\nasync def create_product(data: ProductCreate, session: SessionDep): ...',
        good='@router.post("")\n'
        "async def create_product(data: ProductCreate, session: SessionDep, user: CurrentUser): ...",
    ),
    severity="warning",
    hint="Depend on the current user, in the operation or on its router.",
    find=find,
    bad=sample(
        router=ROUTER.replace(
            "data: ProductCreate, session: SessionDep, user: CurrentUser",
            "data: ProductCreate, session: SessionDep",
        )
    ),
    good=sample(),
)
