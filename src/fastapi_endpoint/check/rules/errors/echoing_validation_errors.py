"""FE501: FastAPI's own answer to invalid input, which repeats the input."""

from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import MAIN, sample
from fastapi_endpoint.domain.finding import RuleDoc


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """The entry point of an application that no file gives a handler for RequestValidationError."""
    entry = next(iter(subject.project.conventions.entry_points.value), None)
    if entry is None:
        return
    for path in subject.tree.paths():
        data = subject.tree.read(path) if path.endswith(".py") else b""
        if b"RequestValidationError" in data and b"exception_handler" in data:
            return
    witnesses = subject.project.conventions.entry_points.witnesses
    yield (
        entry.file,
        witnesses[0].line if witnesses else 1,
        "invalid input is answered by FastAPI's own handler",
    )


RULE = Rule(
    doc=RuleDoc(
        id="FE501",
        name="echoing-validation-errors",
        summary="A 422 repeats the input.",
        why=(
            "FastAPI's handler puts the input into its answer: passwords come back, and NaN, 1e400 or a lone"
            " surrogate, which no JSON answer can hold, make it fail with a 500."
        ),
        bad="app = FastAPI()",
        good="app = FastAPI()\napp.add_exception_handler(RequestValidationError, answer_without_input)",
    ),
    severity="note",
    hint="Add a handler for RequestValidationError that answers type, loc and msg only.",
    find=find,
    bad=sample(
        main=MAIN.replace("app.add_exception_handler(RequestValidationError, products.refuse)\n", "").replace(
            "from fastapi.exceptions import RequestValidationError\n", ""
        )
    ),
    good=sample(),
)
