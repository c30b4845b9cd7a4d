"""FE103: a page size that a client may choose without a maximum."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import ROUTER, sample
from fastapi_endpoint.domain.finding import RuleDoc

_SIZES = ("limit", "size", "page_size", "per_page", "pagesize", "items_per_page")
_BOUNDED = re.compile(r"\b(le|lt)\s*=|Literal\[|conint\(")


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """Integer parameters of GET handlers that name a page size and bound it nowhere."""
    for route in subject.project.routes:
        handler = subject.handler(route) if route.method == "GET" else None
        for parameter in handler.parameters if handler else ():
            text = f"{parameter.annotation} {parameter.default}"
            if (
                parameter.name.lower() in _SIZES
                and re.search(r"\bint\b", parameter.annotation)
                and not _BOUNDED.search(text)
            ):
                line = parameter.line or route.line
                yield route.file, line, f"GET {route.path} takes any {parameter.name}, however large"


RULE = Rule(
    doc=RuleDoc(
        id="FE103",
        name="unbounded-limit",
        summary="A list takes any page size.",
        why="One request for ten million rows takes the memory of the server and the time of the database.",
        bad="async def list_products(limit: int = 20): ...",
        good="async def list_products(limit: Annotated[int, Query(ge=1, le=100)] = 20): ...",
    ),
    severity="warning",
    hint="Give it a maximum: Annotated[int, Query(ge=1, le=100)].",
    find=find,
    bad=sample(router=ROUTER.replace("limit: Annotated[int, Query(ge=1, le=100)] = 20", "limit: int = 20")),
    good=sample(),
)
