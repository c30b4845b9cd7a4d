"""The interview with a person, who is a script here."""

from collections.abc import Sequence

import pytest

from faces.a_run import HASH, TWO_APPS, Workflow, a_plan
from faces.conftest import Ended
from fastapi_endpoint import workflow
from fastapi_endpoint.domain.question import Answer, Problem, Question
from fastapi_endpoint.faces.cli import execution, run
from fastapi_endpoint.faces.cli.conversation import flag_line


class Script:
    """Answers questions by id and menus in order."""

    def __init__(self, answers: dict[str, list[str | tuple[str, ...]]], menus: list[str]) -> None:
        self.answers = answers
        self.menus = menus
        self.asked: list[str] = []
        self.defaults: list[str | tuple[str, ...] | None] = []
        self.offered: list[list[str]] = []

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
        return default


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


def test_an_interview_that_was_broken_off_can_go_on(
    flow: Workflow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left = talk(Leaving({"methods": [("list",)]}, []), monkeypatch, capsys)
    assert left.code == 1
    assert "Nothing was written" in left.err
    script = Script({"auth": ["none"]}, ["go-on", "", "write"])
    assert alone(script, monkeypatch, capsys).code == 0
    assert script.asked == ["auth"]
    assert script.offered[0] == ["Go on where you stopped (resource, methods)", "Begin anew"]
    assert Answer("methods", ("list",), "person") in flow.proposed


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


def test_a_question_without_an_offer_says_how_its_answer_is_written() -> None:
    asked = Question(id="action", kind="text", prompt="Which?", flag="--action", help="", choices=())

    assert flag_line(asked) == "--action NAME:from=A/B:to=C"
