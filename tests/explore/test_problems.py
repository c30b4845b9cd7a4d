"""What the body of an error looks like."""

from explore.small import APP, index_of
from fastapi_endpoint.explore.problems import detect_error_body
from fastapi_endpoint.explore.requirements import detect_requirements

HANDLER = (
    "from fastapi import HTTPException\nfrom fastapi.responses import JSONResponse\n"
    "@app.exception_handler(HTTPException)\ndef answer(request, error):\n"
    "    return JSONResponse({content}, status_code=error.status_code)\n"
)


def body(text: str = "", **more: str):
    index = index_of({"main.py": APP + text, **more})
    return detect_error_body(index, detect_requirements(index.tree))


def test_fastapi_s_own_by_default() -> None:
    assert (body().value, body().origin) == ("detail", "default")


def test_problem_details_by_their_media_type() -> None:
    found = body('PROBLEM = "application/problem+json"\n')
    assert (found.value, found.witnesses[0].line) == ("problem", 3)


def test_problem_details_by_a_library() -> None:
    assert body(**{"requirements.txt": "fastapi-problem-details\n"}).value == "problem"


def test_a_handler_with_a_body_of_its_own() -> None:
    found = body(HANDLER.format(content='{"code": 1, "message": error.detail}'))
    assert (found.value, found.witnesses[0].note) == ("own", "{code,message}")


def test_a_handler_that_is_added() -> None:
    text = (
        "from fastapi import HTTPException\nfrom fastapi.responses import JSONResponse\n"
        "def answer(request, error):\n    return JSONResponse(status_code=400, content={'error': 1})\n"
        "app.add_exception_handler(HTTPException, answer)\n"
    )
    assert body(text).value == "own"


def test_a_handler_that_keeps_the_detail() -> None:
    assert body(HANDLER.format(content='{"detail": error.detail}')).value == "detail"
