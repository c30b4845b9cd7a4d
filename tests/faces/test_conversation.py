"""The interview with a person, who is a script here."""

from collections.abc import Callable, Sequence

import pytest
from msgspec.structs import replace

from faces.a_run import AUTH, HASH, METHODS, TWO_APPS, Workflow, a_plan, a_rehearsal
from faces.conftest import Ended
from fastapi_endpoint import workflow
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.question import Answer, Problem, Question, Round
from fastapi_endpoint.faces.cli import execution, run
from fastapi_endpoint.faces.cli.conversation import flag_line, open_questions
from projects import a_project, low


class Script:
    """Answers questions by id and menus in order."""

    def __init__(self, answers: dict[str, list[str | tuple[str, ...]]], menus: list[str]) -> None:
        self.answers = answers
        self.menus = menus
        self.asked: list[str] = []
        self.defaults: list[str | tuple[str, ...] | None] = []
        self.offered: list[list[str]] = []
        self.typed: list[str] = []
        self.lines: list[str] = []

    def ask(self, question: Question) -> str | tuple[str, ...]:
        self.asked.append(question.id)
        self.defaults.append(question.default)
        return self.answers[question.id].pop(0)

    def choose(self, title: str, options: Sequence[tuple[str, str]]) -> str:
        assert title
        self.offered.append([label for _, label in options])
        return self.menus.pop(0)

    def text(self, title: str, default: str = "") -> str:
        assert title
        self.lines.append(default)
        return self.typed.pop(0) if self.typed else default


def talk(
    script: Script, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Ended:
    """Run `add` with that person at the terminal."""
    return alone(script, monkeypatch, capsys, "Parcel", *arguments)


def alone(
    script: Script, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> Ended:
    """The same without a resource."""
    monkeypatch.setattr(execution, "asker", lambda **_: script)
    code = run(["add", *arguments])
    seen = capsys.readouterr()
    return Ended(code, seen.out, seen.err)


def test_a_person_is_asked_sees_a_summary_and_approves(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({"methods": [("list",)], "auth": ["none"]}, ["", "write"])
    ended = talk(script, monkeypatch, capsys)
    assert ended.code == 0
    assert script.asked == ["methods", "auth"]
    assert Answer("auth", "none", "person") in flow.proposed
    assert "Round 1 of 4: What it does" in ended.err
    assert "Change auth" in script.offered[0]
    assert flow.calls[-1] == "apply"


def test_the_first_choice_at_the_end_writes_nothing(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({"methods": [("list",)], "auth": ["none"]}, ["", "stop"])
    ended = talk(script, monkeypatch, capsys)
    assert script.offered[1][0] == "Stop, and write nothing"
    assert ended.code == 2
    assert "apply" not in flow.calls


def test_any_answer_can_be_changed_in_the_summary(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({"methods": [("list",)], "auth": ["none", "existing"]}, ["auth", "", "stop"])
    talk(script, monkeypatch, capsys)
    assert [answer for answer in flow.proposed if answer.id == "auth"] == [
        Answer("auth", "existing", "person")
    ]


def test_an_answer_can_be_changed_after_the_rehearsal(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script(
        {"methods": [("list",), ("get",)], "auth": ["none"]}, ["", "change", "methods", "", "stop"]
    )
    talk(script, monkeypatch, capsys)
    assert flow.calls.count("propose") == 2
    assert Answer("methods", ("get",), "person") in flow.proposed


def test_the_diff_and_saving_are_offered(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({"methods": [("list",)], "auth": ["none"]}, ["", "diff", "save"])
    ended = talk(script, monkeypatch, capsys)
    assert ended.code == 2
    assert "+class Parcel" in ended.out
    assert flow.saved == {"parcels.plan.json": a_plan()}


def test_a_wrong_answer_is_asked_again(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(_: object, answers: tuple[Answer, ...]) -> tuple[Problem, ...]:
        wrong = any(answer.value == "sometimes" for answer in answers)
        return (Problem(id="auth", message="there is no auth 'sometimes'"),) if wrong else ()

    monkeypatch.setattr(workflow, "check_answers", check)
    script = Script({"methods": [("list",)], "auth": ["sometimes", "none"]}, ["", "stop"])
    ended = talk(script, monkeypatch, capsys)
    assert script.asked == ["methods", "auth", "auth"]
    assert script.defaults[-1] == "sometimes"
    assert "there is no auth 'sometimes'" in ended.err


def test_approval_on_the_command_line_is_not_asked_again(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, [])
    ended = talk(script, monkeypatch, capsys, "--accept", "--approve", HASH)
    assert ended.code == 0
    assert script.offered == []


class Leaving(Script):
    """A person who presses Ctrl-C at one question."""

    def ask(self, question: Question) -> str | tuple[str, ...]:
        if question.id not in self.answers:
            raise KeyboardInterrupt
        return super().ask(question)


def at_the_end(_: Question) -> str:
    """A person who presses Ctrl-D."""
    raise EOFError


def test_an_interview_that_was_broken_off_can_go_on(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = talk(Leaving({"methods": [("list",)]}, []), monkeypatch, capsys)
    assert left.code == 1
    assert "Nothing was written" in left.err
    script = Script({"auth": ["none"]}, ["go-on", "", "write"])
    resumed = alone(script, monkeypatch, capsys)
    assert resumed.code == 0
    assert script.asked == ["auth"]
    assert "Some answers were not applied: resource, methods." in resumed.err
    assert Answer("methods", ("list",), "person") in flow.proposed


def test_the_end_of_input_leaves_as_an_interrupt_does(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, [])
    monkeypatch.setattr(script, "ask", at_the_end)
    left = talk(script, monkeypatch, capsys)
    assert (left.code, left.err.splitlines()[-1]) == (
        1,
        "Stopped. Nothing was written. To go on: fastapi-endpoint add",
    )
    assert flow.draft.answers == (Answer("resource", "Parcel", "flag"),)


def test_saved_answers_that_fit_no_more_are_offered_again(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(Leaving({"methods": [("list",)], "auth": ["none"]}, []), monkeypatch, capsys)

    def check(_: object, answers: tuple[Answer, ...]) -> tuple[Problem, ...]:
        wrong = any(answer == Answer("auth", "none") for answer in answers)
        return (Problem(id="auth", message="the project has a sign-in now"),) if wrong else ()

    monkeypatch.setattr(workflow, "check_answers", check)
    script = Script({"auth": ["existing"]}, ["go-on", "", "stop"])
    assert alone(script, monkeypatch, capsys).code == 2
    assert Answer("auth", "existing", "person") in flow.proposed


def test_saved_answers_are_dropped_by_a_new_beginning(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(Leaving({"methods": [("list",)]}, []), monkeypatch, capsys)
    script = Script({"methods": [("get",)], "auth": ["none"]}, ["new", "", "stop"])
    assert alone(script, monkeypatch, capsys).code == 2
    assert script.asked == ["methods", "auth"]


def test_saved_answers_stay_aside_where_others_are_given(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk(Leaving({"methods": [("list",)]}, []), monkeypatch, capsys)
    script = Script({"methods": [("get",)], "auth": ["none"]}, ["", "stop"])
    assert talk(script, monkeypatch, capsys).code == 2
    assert script.asked == ["methods", "auth"]


def test_which_of_two_applications_is_asked(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    flow.rivals = TWO_APPS
    script = Script({"methods": [("list",)], "auth": ["none"]}, ["app/office.py:office", "", "stop"])
    assert talk(script, monkeypatch, capsys).code == 2
    assert script.offered[0] == ["app/main.py:app", "app/office.py:office"]
    assert flow.app == "app/office.py:office"


def test_a_text_that_has_no_default_is_needed(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name = Question(id="model", kind="text", prompt="Which model?", flag="--model")
    there = {"model", "auth"}
    monkeypatch.setattr(
        workflow,
        "next_round",
        lambda _, given: None if {a.id for a in given} & there else Round(1, "", (name,)),
    )
    ended = talk(Script({"model": ["", "Brand"]}, ["", "stop"]), monkeypatch, capsys)
    assert "error: model: an answer is needed" in ended.err
    assert Answer("model", "Brand", "person") in flow.proposed


def test_what_an_answer_settles_is_not_asked_any_more(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def open_round(_: object, answers: tuple[Answer, ...]) -> Round | None:
        return None if len(answers) > 1 else Round(1, "What it does", (METHODS, AUTH))

    monkeypatch.setattr(workflow, "next_round", open_round)
    script = Script({"methods": [("list",)]}, ["", "stop"])
    ended = talk(script, monkeypatch, capsys)
    assert script.asked == ["methods"]
    assert ended.err.count("Round 1 of 4") == 1


def test_a_refused_plan_lets_a_person_change_an_answer(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = Refusal(kind="collision", message="GET /parcels is served already", hint="leave it out")
    plans = iter((refused, a_plan()))
    monkeypatch.setattr(workflow, "propose", lambda *_, **__: next(plans))
    script = Script({"methods": [("list",), ("get",)], "auth": ["none"]}, ["", "methods", "", "write"])
    ended = talk(script, monkeypatch, capsys)
    assert ended.code == 0
    assert "error: GET /parcels is served already\n  next: leave it out\n" in ended.err


def test_a_red_rehearsal_lets_a_person_change_an_answer(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    flow.rehearsal = a_rehearsal(tests="red")
    script = Script(
        {"methods": [("list",), ("get",)], "auth": ["none"]}, ["", "change", "methods", "", "stop"]
    )
    ended = talk(script, monkeypatch, capsys)
    assert ended.code == 4
    assert script.offered[1] == ["Stop", "Show the diff", "Change an answer"]
    assert flow.calls.count("propose") == 2
    assert "apply" not in flow.calls


FIELDS = Question(id="fields", kind="fields", prompt="Which fields?", flag="FIELD")


@pytest.fixture
def only_fields(flow: Workflow, monkeypatch: pytest.MonkeyPatch) -> Workflow:
    """An interview about the fields alone; `slug:stt80` is wrong by itself."""

    def open_round(_: object, answers: tuple[Answer, ...]) -> Round | None:
        given = any(answer.id == "fields" and answer.origin == "person" for answer in answers)
        return None if given else Round(2, "Fields", (FIELDS,))

    def told(_: object, answers: tuple[Answer, ...]) -> tuple[tuple[Question, Answer], ...]:
        return tuple((FIELDS, answer) for answer in answers if answer.id == "fields")

    def check_line(_: object, line: str) -> tuple[Problem, ...]:
        wrong = Problem(id="fields", message='unknown type "stt80"', text=line, column=6)
        return (wrong,) if line == "slug:stt80" else ()

    monkeypatch.setattr(workflow, "next_round", open_round)
    monkeypatch.setattr(workflow, "summary", told)
    monkeypatch.setattr(workflow, "check_line", check_line, raising=False)
    return flow


def fields_of(answers: tuple[Answer, ...]) -> str | tuple[str, ...]:
    """The value of the answer about the fields."""
    return next(answer.value for answer in answers if answer.id == "fields")


def test_fields_are_taken_line_by_line_until_an_empty_one(
    only_fields: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, ["", "stop"])
    script.typed = ["title:str200 slug:str80", "price:decimal12.2", ""]
    talk(script, monkeypatch, capsys)
    assert fields_of(only_fields.proposed) == ("title:str200", "slug:str80", "price:decimal12.2")


def test_a_wrong_line_is_asked_again_at_once(
    only_fields: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, ["", "stop"])
    script.typed = ["title:str200", "slug:stt80", "slug:str80", ""]
    ended = talk(script, monkeypatch, capsys)
    assert script.lines == ["", "", "slug:stt80", ""]
    assert "  slug:stt80\n       ^\n" in ended.err
    assert fields_of(only_fields.proposed) == ("title:str200", "slug:str80")


def test_earlier_fields_can_be_kept_changed_or_emptied_away(
    only_fields: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, ["fields", "", "stop"])
    script.typed = ["title:str200", "slug:str80", "price:int", "", "title:str200", "slug:str90", "", ""]
    talk(script, monkeypatch, capsys)
    assert script.lines[4:] == ["title:str200", "slug:str80", "price:int", ""]
    assert fields_of(only_fields.proposed) == ("title:str200", "slug:str90")


def test_lines_of_an_interview_that_was_broken_off_are_not_lost(
    only_fields: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({}, [])
    script.typed = ["title:str200", "slug:str80"]
    monkeypatch.setattr(script, "text", leaves_after(2, script.text))
    assert talk(script, monkeypatch, capsys).code == 1
    again = Script({}, ["go-on", "", "stop"])
    again.typed = ["title:str200", "slug:str80", "price:int", ""]
    alone(again, monkeypatch, capsys)
    assert again.lines == ["title:str200", "slug:str80", "", ""]
    assert fields_of(only_fields.proposed) == ("title:str200", "slug:str80", "price:int")


def leaves_after(most: int, ask: Callable[..., str]) -> Callable[..., str]:
    """Ctrl-C instead of one more line."""
    left = iter(range(most))

    def text(title: str, default: str = "") -> str:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return ask(title, default)

    return text


def test_why_the_default_is_what_it_is_stands_above(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = (Witness("app/api/brands.py", 14), Witness("app/api/users.py", 9))
    asked = replace(AUTH, witnesses=seen)
    monkeypatch.setattr(
        workflow, "next_round", lambda _, given: None if len(given) > 1 else Round(3, "", (asked,))
    )
    ended = talk(Script({"auth": ["none"]}, ["", "stop"]), monkeypatch, capsys)
    assert "existing: 2 of 2 routers (app/api/brands.py:14, app/api/users.py:9)" in ended.err
    assert "app/api/brands.py" not in ended.out


def test_a_question_without_an_offer_says_how_its_answer_is_written() -> None:
    asked = Question(id="action", kind="text", prompt="Which?", flag="--action", help="", choices=())

    assert flag_line(asked) == "--action NAME:from=A/B:to=C"


def test_what_accept_takes_once_another_answer_is_there_is_no_open_question() -> None:
    habits = a_project().conventions.auth.current_user_dependency
    project = a_project(auth__current_user_dependency=low(habits.value))
    given = (
        Answer("resource", "Parcel", "flag"),
        Answer("fields", ("tracking:str40:unique", "user:ref/users:owner"), "flag"),
    )
    asked = [question.id for question in open_questions(project, given, workflow.accept)]
    assert asked == ["auth"]


def test_arguments_that_are_open_are_told_with_an_example() -> None:
    asked = Question(id="fields", kind="fields", prompt="Which?", flag="FIELD ...")

    assert flag_line(asked) == "FIELD ... such as title:str200 price:decimal12.2:min=0"
