"""How rows are wrapped, and whether that can be written again."""

import pytest

from explore.test_habits import application, resource
from fastapi_endpoint.domain.conventions import Symbol, Wrapping
from fastapi_endpoint.explore.operations import find_operations
from fastapi_endpoint.explore.wrapping import detect_wrapping

HEAD = (
    "from typing import Any, Generic, Literal, TypeVar\n"
    "from pydantic import BaseModel, Field\nT = TypeVar('T')\n"
)
MODEL = HEAD + "class Answer(BaseModel, Generic[T]):\n"
ROUTES = """
from app.shared import *

@router.post("", response_model=Answer[{Name}Out])
def create_{one}(data: {Name}Create):
    return {create}

@router.get("/{{{one}_id}}", response_model=Answer[{Name}Out])
def get_{one}({one}_id: int):
    return {get}
"""
SYMBOL = Symbol("app/shared.py", "Answer", "app.shared")


def wrapping(
    fields: str, create: str, get: str = "", *, more: str = "", routes: str = ROUTES
) -> Wrapping | None:
    """What is found of a model with these fields, in an application of items and users."""
    body = routes.replace("{create}", create).replace("{get}", get or create)
    both = {"items": resource("Item", body), "users": resource("User", body)}
    shared = (fields if fields.startswith("from ") else MODEL + fields) + more
    index = application(both, app__shared=shared)
    return detect_wrapping(index, find_operations(index)).value


@pytest.mark.parametrize(
    ("fields", "call"),
    [
        ("    data: T\n", "Answer(data=row)"),
        ("    data: T | None = None\n    message: str = 'ok'\n", "Answer[{Name}Out](data=row)"),
        ("    code: int = 200\n    data: T | None = None\n    err: T | None = None\n", "Answer(data=row)"),
        ("    status: str = Field(default='ok')\n    data: T\n", "{{'data': row}}"),
        ("from pydantic import BaseModel\nclass Answer[T](BaseModel):\n    data: T\n", "Answer(data=row)"),
    ],
)
def test_a_generic_model_with_one_payload(fields: str, call: str) -> None:
    assert wrapping(fields, call) == Wrapping(model=SYMBOL, maker=SYMBOL, payload="data", argument="data")


def test_what_must_be_said_is_said_as_elsewhere() -> None:
    found = wrapping(
        "    success: bool\n    message: str = Field(...)\n    data: T\n",
        "Answer(success=True, message='{Name} created', data=row)",
        "Answer(success=True, message='{Name} \"found\"', data=row)",
    )
    assert found is not None
    assert dict(found.said) == {
        "list": (("success", "True"), ("message", '"{Human_plural} found"')),
        "create": (("success", "True"), ("message", '"{Human} created"')),
        "get": (("success", "True"), ("message", r'"{Human} \"found\""')),
        "update": (("success", "True"), ("message", '"{Human} updated"')),
    }
    assert found.row_last


def test_a_habit_of_saying_more_than_must_be_said() -> None:
    found = wrapping(
        "    message: str = ''\n    data: T\n", "Answer(data=row, message='Created')", "Answer(data=row)"
    )
    assert found is not None
    assert found.said == (("create", (("message", '"Created"'),)),)
    assert not found.row_last


def test_a_function_that_makes_it() -> None:
    made = "def done(row, message='ok', code=200):\n    return Answer[Any](data=row, message=message)\n"
    found = wrapping(
        "    message: str\n    data: T\n", "done(row, 'Created', code=201)", "done(row)", more=made
    )
    assert found is not None
    assert (found.maker.name, found.argument, found.plain) == ("done", "", False)
    assert found.said == (("create", (("message", '"Created"'), ("code", "201"))),)


@pytest.mark.parametrize("answer", ["{'data': data}", "Answer(data=data).model_dump()"])
def test_a_function_that_gives_a_dictionary(answer: str) -> None:
    found = wrapping("    data: T\n", "done(data=row)", more=f"def done(*, data):\n    return {answer}\n")
    assert found is not None
    assert (found.maker.name, found.argument, found.plain) == ("done", "data", True)


@pytest.mark.parametrize(
    ("call", "more", "maker"),
    [
        ("Answer(data=row)", "", "Answer"),
        ("Answer(data=row).model_dump()", "", "Answer"),
        ("done(row)", "def done(data: T) -> Answer[T]:\n    return Answer(data=data)\n", "done"),
    ],
)
def test_endpoints_that_do_not_say_what_they_answer(call: str, more: str, maker: str) -> None:
    routes = ROUTES.replace(", response_model=Answer[{Name}Out]", "")
    listed = f'\n@router.get("")\ndef list_{{many}}():\n    return {call}\n'
    found = wrapping("    data: T\n", call, more=more, routes=routes + listed)
    assert found is not None
    assert (found.model.name, found.maker.name, found.lists) == ("Answer", maker, True)
    assert (
        wrapping("    data: T\n", "done(row)", more=more.replace(" -> Answer[T]", ""), routes=routes) is None
    )


@pytest.mark.parametrize(
    ("fields", "call", "more"),
    [
        ("    data: T\n    message: str = ''\n", "await service.get(row)", ""),
        ("    data: T\n", "done(row)", "def done(data):\n    return JSONResponse({'data': data})\n"),
        ("    data: T\n", "done(row)", "async def done(data):\n    return Answer(data=data)\n"),
        ("    data: T\n", "done(row, trace=1)", "def done(data, **more):\n    return Answer(data=data)\n"),
    ],
)
def test_a_model_that_endpoints_say_they_answer_with(fields: str, call: str, more: str) -> None:
    found = wrapping(fields, call, more=more)
    assert found is not None
    assert (found.maker.name, found.argument, found.said) == ("Answer", "data", ())


def test_a_method_of_an_object_that_says_what_it_gives() -> None:
    made = (
        "class Maker:\n    @overload\n    def done(self, *, data: None = None) -> None: ...\n"
        "    @overload\n    def done(self, *, data: T) -> Answer[T]: ...\n"
        "    def done(self, *, data: Any = None) -> Any:\n        return self._made(data)\n"
        "maker = Maker()\n"
    )
    found = wrapping("    data: T\n", "maker.done(data=row)", more=made)
    assert found is not None
    assert (found.maker.expression, found.maker.imported) == ("maker.done", "maker")
    assert (found.argument, found.plain, found.said) == ("data", False, ())


def test_a_class_method_of_the_model() -> None:
    fields = (
        "    code: int\n    data: T\n"
        "    @classmethod\n    def of(cls, data, code=200):\n        return cls(code=code, data=data)\n"
    )
    found = wrapping(fields, "Answer.of(row)")
    assert found is not None
    assert (found.model.name, found.maker.expression, found.argument) == ("Answer", "Answer.of", "")
    assert not found.said


def test_words_that_nobody_says_yet_are_like_those_beside_them() -> None:
    done = "Answer(message='{Name} created successfully', data=row)"
    found = wrapping("    message: str\n    data: T\n", done, done.replace("created", "shown"))
    assert found is not None
    assert dict(found.said)["update"] == (("message", '"{Human} updated successfully"'),)


def test_errors_that_are_wrapped_too_do_not_count() -> None:
    both = "Answer(data=row)\n    return Answer(code=404, data=None)"
    before = both.replace("Answer(data=row)", "Answer(code=404)").replace("code=404, data=None", "data=row")
    for call in (both, before):
        found = wrapping("    code: int = 0\n    data: T | None = None\n", call)
        assert found is not None
        assert not found.said


@pytest.mark.parametrize(
    ("fields", "call", "more"),
    [
        ("    data: T\n    request_id: str\n", "Answer(data=row, request_id=str(row.id))", ""),
        ("    data: T\n    message: str\n", "await service.get(row)", ""),
        ("    data: Any\n", "Answer(data=row)", ""),
        ("    data: T = Field(alias='payload')\n", "Answer(payload=row)", ""),
        ("    data: T\n    other: T\n", "Answer(data=row, other=row)", ""),
    ],
)
def test_what_cannot_be_followed(fields: str, call: str, more: str) -> None:
    assert wrapping(fields, call, more=more) is None


@pytest.mark.parametrize(
    ("answer", "lists"), [("Answer[list[{Name}Out]]", True), ("list[{Name}Out]", False), ("Any", True)]
)
def test_lists_are_wrapped_where_they_are(answer: str, lists: bool) -> None:
    listed = f'\n@router.get("", response_model={answer})\ndef list_{{many}}(): ...\n'
    found = wrapping("    data: T\n", "Answer(data=row)", routes=ROUTES + listed)
    assert found is not None
    assert found.lists is lists


@pytest.mark.parametrize("words", ["Welcome, {Name} of the year {{n}}", "Profile saved", "{Name} of {Name}"])
def test_words_that_fit_no_other_resource_are_not_taken(words: str) -> None:
    found = wrapping("    data: T\n    message: str = ''\n", f"Answer(data=row, message='{words}')")
    assert found is not None
    assert not found.said
