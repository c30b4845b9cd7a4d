"""Answers as flags, as a file, and as the one command that gives the same."""

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.interview import (
    accept,
    command_line,
    from_flags,
    line_of,
    read_answers,
    resolve,
    write_answers,
)
from fastapi_endpoint.interview.rounds import BY_ID, TEMPLATES, TITLES
from projects import a_project

FILE = """
resource = "Parcel"
fields = ["tracking:str40:unique", 'note:str80="a: b"', "owner:ref/users:owner"]
methods = ["list", "get"]
total = true
limit = 50
role = { create = "admin" }
"""


def test_every_question_is_once_in_a_round_and_knows_the_ids_it_depends_on() -> None:
    assert len(BY_ID) == len(TEMPLATES)
    assert {template.round for template in TEMPLATES} == set(range(1, len(TITLES) + 1))
    for template in TEMPLATES:
        for condition in template.when:
            assert condition.id.split(".")[0] in {
                *BY_ID,
                "acting",
                "existing",
                "nested",
                "scoped",
                "superusers",
            }
        assert not template.flag or template.flag.startswith("--") is template.flag[2:].islower()


def test_an_answers_file_is_read() -> None:
    read = read_answers(FILE)
    assert {answer.id: answer.value for answer in resolve(read).values()} == {
        "resource": "Parcel",
        "methods": ("list", "get"),
        "fields": ("tracking:str40:unique", 'note:str80="a: b"', "owner:ref/users:owner"),
        "role": ("create=admin",),
        "limit": "50",
        "total": "yes",
    }
    assert {answer.origin for answer in read if isinstance(answer, Answer)} == {"file"}


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("resource = \nlimit = 3", "is no TOML", 12),
        ("resorce = 'A'", 'unknown key "resorce"', None),
        ("fields = [1]", "a text or a list of texts", None),
        ("fields = { a = 1 }", "a text or a list of texts", None),
    ],
)
def test_a_wrong_answers_file_is_explained(text: str, message: str, column: int | None) -> None:
    (problem,) = read_answers(text)
    assert isinstance(problem, Problem)
    assert message in problem.message
    assert problem.column == column


def test_a_written_file_says_the_same() -> None:
    answers = resolve(read_answers(FILE))
    assert resolve(read_answers(write_answers(answers.values()))) == answers


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["resource", "auth", "order", "limit"]), st.text(max_size=20)))
def test_any_text_survives_the_file(values: dict[str, str]) -> None:
    answers = resolve(Answer(key, value, "file") for key, value in values.items())
    assert resolve(read_answers(write_answers(answers.values()))) == answers


def test_flags_win_over_the_file_and_the_file_over_a_person() -> None:
    layers = [Answer("auth", "none", origin) for origin in ("default", "inferred", "person", "file")]
    assert resolve(layers)["auth"].origin == "file"
    assert resolve([*layers, *from_flags({"auth": "existing"})])["auth"] == Answer("auth", "existing", "flag")


def test_flags_that_were_not_given_are_no_answers() -> None:
    flags = {
        "auth": None,
        "role": (),
        "total": False,
        "resource": "",
        "fields": ("a:int",),
        "methods": "get,list",
    }
    answers = resolve(from_flags(flags))
    assert {key: answer.value for key, answer in answers.items()} == {
        "fields": ("a:int",),
        "methods": ("list", "get"),
    }


def test_the_command_gives_the_same_answers() -> None:
    answers = accept(
        a_project(),
        from_flags(
            {
                "resource": "Parcel",
                "fields": ["tracking:str40:unique", 'note:str80="a: b"'],
                "methods": "read-only",
                "total": True,
                "others": "404",
            }
        ),
    )
    command = command_line(answers)
    assert command == (
        "fastapi-endpoint add Parcel tracking:str40:unique 'note:str80=\"a: b\"' --methods list,get"
        " --others 404 --total --accept"
    )
    assert shlex.split(command)[4] == 'note:str80="a: b"'


def test_a_complete_set_needs_no_acceptance() -> None:
    assert command_line([Answer("resource", "A", "person")]) == "fastapi-endpoint add A"


def test_a_no_is_part_of_the_command_line() -> None:
    answers = (Answer("resource", "Parcel", "flag"), Answer("total", "no", "person"))
    assert command_line(answers) == "fastapi-endpoint add Parcel --no-total"


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem(id="limit", message="no number", text="x"), 5),
        (Problem(id="fields", message="unknown type", text="b:strr", column=3), 4),
        (Problem(id="fields", message="there are two fields", text="b:str"), 4),
        (Problem(id="auth", message="nobody can own"), None),
        (Problem(id="", message="no TOML", text="limit = 'x'"), 5),
    ],
)
def test_a_problem_has_its_line_in_the_file(problem: Problem, line: int | None) -> None:
    text = "resource = 'x'\nfields = [\n    'a:str',\n    'b:strr']\nlimit = 'x'\n"
    assert line_of(text, problem) == line
