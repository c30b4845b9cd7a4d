"""FE601: a path that no test calls."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import TESTS, sample
from fastapi_endpoint.domain.finding import RuleDoc


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """The first route of each collection whose last fixed part, and whose functions, no test file names."""
    seen: set[str] = set()
    for route in subject.project.routes:
        fixed = [part for part in route.path.split("/") if part and not part.startswith("{")]
        if not fixed or fixed[-1] in seen:
            continue
        seen.add(fixed[-1])
        named = rf"/{re.escape(fixed[-1])}\b|\b{re.escape(route.function)}\b"
        if not re.search(named, subject.test_text):
            yield route.file, route.line, f"no test names {route.path}"


RULE = Rule(
    doc=RuleDoc(
        id="FE601",
        name="untested-path",
        summary="No test calls a path.",
        why="An endpoint without a test is right until the next change.",
        bad='@router.get("/products")  # and no test has "/products" in it',
        good='def test_products(client):\n    assert client.get("/products").status_code == 200',
    ),
    severity="note",
    hint="Write a test that calls it.",
    find=find,
    bad=sample(tests=TESTS.replace("products", "orders")),
    good=sample(),
)
