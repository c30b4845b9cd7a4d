"""In what answers are wrapped, and which say nothing of it."""

import pytest

from explore.applications import (
    application,
    page,
    resource,
)
from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.explore.envelope import detect_envelope
from fastapi_endpoint.explore.operations import find_operations

WRAPPED = '\n@router.get("/{{{one}_id}}")\ndef get_{one}({one}_id: int):\n    return {answer}\n'


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ('{{"data": row}}', "wrapped"),
        ('{{"status": "ok", "{one}": row}}', "wrapped"),
        ("row", "direct"),
        ('{{"id": 1, "name": "x"}}', "direct"),
        ('JSONResponse({{"success": True, "data": row}})', "wrapped"),
    ],
)
def test_envelopes_in_place(answer: str, value: str) -> None:
    index = application({"items": resource("Item", WRAPPED.replace("{answer}", answer))})
    assert detect_envelope(index, find_operations(index))[0].value == value


def test_an_envelope_model_through_an_alias_and_a_page_container_that_is_none() -> None:
    shared = (
        "from typing import Generic, TypeVar\nfrom pydantic import BaseModel\nT = TypeVar('T')\n"
        "class Envelope(BaseModel, Generic[T]):\n    results: T\n"
    )
    body = (
        "from app.shared import Envelope\n\nWrapped = Envelope[{Name}Out]\n"
        '\n@router.get("/{{{one}_id}}")\ndef get_{one}({one}_id: int) -> Wrapped: ...\n'
    )
    index = application({"items": resource("Item", body)}, app__shared=shared)
    fact, model = detect_envelope(index, find_operations(index))
    assert (fact.value, model.value) == ("wrapped", Symbol("app/shared.py", "Envelope", "app.shared"))
    plain = application({"items": page("page: int = 1")})
    assert detect_envelope(plain, find_operations(plain))[0].value == "direct"


def test_a_model_with_one_field_wraps_its_row() -> None:
    body = (
        "\nclass {Name}InResponse(BaseModel):\n    {one}: {Name}Out\n"
        '\n@router.get("/{{{one}_id}}", response_model={Name}InResponse)\ndef get_{one}({one}_id: int): ...\n'
    )
    index = application({"brands": resource("Brand", body)})
    fact, model = detect_envelope(index, find_operations(index))
    assert (fact.value, model.value) == ("wrapped", None)


def test_an_envelope_beside_the_model_of_an_error() -> None:
    body = (
        "\nclass Answer(BaseModel):\n    result: {Name}Out\nclass Missing(BaseModel):\n    error: str\n"
        '\n@router.get("/{{{one}_id}}")\ndef get_{one}({one}_id: int) -> Answer | Missing: ...\n'
    )
    index = application({"items": resource("Item", body)})
    fact, model = detect_envelope(index, find_operations(index))
    assert fact.value == "wrapped"
    assert model.value == Symbol("app/routers/items.py", "Answer", "app.routers.items")


SILENT = """
@router.get("/live")
def live():
    return {{"code": 0, "msg": "Hi"}}
@router.get("/docs", include_in_schema=False)
def docs():
    return page()
@router.get("/stream")
def stream():
    return StreamingResponse(events())
@router.get("/broken")
def broken():
    raise Broken
@router.post("/login")
def login(form: OAuth2PasswordRequestForm = Depends()) -> {Name}Out: ...
@router.get("/mine")
def mine() -> {Name}Out: ...
@router.get("/mine")
def mine():
    return success(row)
"""


def test_answers_that_hold_no_row_speak_neither_for_nor_against_an_envelope() -> None:
    helper = "from app.answers import success\n" + SILENT
    answers = "def success(data): return {'data': data}\n"
    index = application({"items": resource("Item", helper)}, app__answers=answers)
    fact, _ = detect_envelope(index, ())
    assert [where.note for where in (*fact.witnesses, *fact.against)] == ["mine", "mine"]
