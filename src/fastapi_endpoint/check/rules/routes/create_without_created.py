"""FE101: an operation that creates a row and answers 200."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import ROUTER, sample
from fastapi_endpoint.domain.finding import RuleDoc

_CREATES = re.compile(r"^(create|add|register|new)(_|$)")


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """POST operations named after creating, without a status code of their own."""
    for route in subject.project.routes:
        if route.method == "POST" and route.status_code is None and _CREATES.match(route.function):
            yield route.file, route.line, f"POST {route.path} creates something and answers 200, not 201"


RULE = Rule(
    doc=RuleDoc(
        id="FE101",
        name="create-without-created",
        summary="An operation that creates answers 200.",
        why="201 tells clients and generated SDKs that something new exists.",
        bad='@router.post("")\nasync def create_product(data: ProductCreate): ...',
        good='@router.post("", status_code=201)\nasync def create_product(data: ProductCreate): ...',
    ),
    severity="warning",
    hint="Give the decorator status_code=201.",
    find=find,
    bad=sample(router=ROUTER.replace(", status_code=201", "")),
    good=sample(),
)
