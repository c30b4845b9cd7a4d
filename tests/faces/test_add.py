"""`add` from the command line: what is asked, what is written, and how it ends."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from faces.a_run import HASH, STEP, TWO_APPS, Workflow, a_plan, a_rehearsal
from fastapi_endpoint import workflow
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import EditFile, Hunk, PlannedSchema, Refusal
from fastapi_endpoint.domain.question import Answer, Problem
from fastapi_endpoint.domain.report import Blocked

Cli = Callable[..., "tuple[int, str, str]"]


def test_open_questions_without_a_terminal_name_the_flags_that_answer_them(cli: Cli, flow: Workflow) -> None:
    code, out, err = cli("add", "Parcel", "tracking:str40")
    assert code == 3
    assert out == ""
    assert "--methods list,get\n" in err
    assert "--auth existing|none" in err
    assert "jwt" not in err
    assert "propose" not in flow.calls


def test_yes_writes_what_rehearses_green(cli: Cli, flow: Workflow) -> None:
    code, out, _ = cli("add", "Parcel", "tracking:str40", "--yes")
    assert code == 0
    assert flow.calls[-1] == "apply"
    assert "fastapi-endpoint undo 0001-3f9c2b7a" in out
    assert "fastapi-endpoint add Parcel tracking:str40" in out
    assert out.count("Item ") == 7


def test_silence_is_never_consent(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--accept")
    assert code == 3
    assert f"--approve {HASH}" in err
    assert "apply" not in flow.calls


def test_a_hash_approves_only_its_own_plan(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--accept", "--approve", "deadbeefdeadbeef")
    assert code == 3
    assert HASH in err
    assert "apply" not in flow.calls
    assert cli("add", "Parcel", "--accept", "--approve", HASH)[0] == 0


def test_a_few_digits_of_a_hash_approve_nothing(cli: Cli, flow: Workflow) -> None:
    assert cli("add", "Parcel", "--accept", "--approve", HASH[:4])[0] == 3
    assert "apply" not in flow.calls


@pytest.mark.parametrize(
    "approval", [["--yes"], ["--accept", "--approve", "rehearsed"], ["--yes", "--approve", HASH]]
)
def test_yes_needs_the_rehearsal(cli: Cli, flow: Workflow, approval: list[str]) -> None:
    code, _, err = cli("add", "Parcel", *approval, "--no-rehearse")
    assert code == 1
    assert "--no-rehearse" in err
    assert flow.calls == []


def test_a_red_rehearsal_writes_nothing(cli: Cli, flow: Workflow) -> None:
    flow.rehearsal = a_rehearsal(tests="red")
    code, out, err = cli("add", "Parcel", "--accept", "--approve", HASH)
    assert code == 4
    assert "RED" in out
    assert "assert 404 == 200" in out
    assert "nothing was written" in err
    assert "apply" not in flow.calls


@pytest.mark.parametrize("check", ["import", "tests"])
def test_yes_writes_nothing_that_was_not_verified(cli: Cli, flow: Workflow, check: str) -> None:
    flow.rehearsal = a_rehearsal(**{check: "not-verified"})
    code, _, err = cli("add", "Parcel", "--yes")
    assert code == 3
    assert f"{check}: not verified (DATABASE_URL is not set)" in err
    assert "apply" not in flow.calls


def test_yes_writes_nothing_that_leaves_a_manual_step(cli: Cli, flow: Workflow) -> None:
    flow.plan = a_plan(manual=(STEP,))
    code, out, err = cli("add", "Parcel", "--yes")
    assert code == 3
    assert "app/main.py:12" in err
    assert "app.include_router(parcels.router)" in out


def test_a_manual_step_left_after_writing_needs_a_person(cli: Cli, flow: Workflow) -> None:
    flow.plan = a_plan(manual=(STEP,))
    code, out, _ = cli("add", "Parcel", "--accept", "--approve", HASH)
    assert code == 3
    assert flow.calls[-1] == "apply"
    assert "fastapi-endpoint verify" in out


def test_a_dry_run_shows_plan_diff_and_rehearsal_and_writes_nothing(cli: Cli, flow: Workflow) -> None:
    code, out, _ = cli("add", "Parcel", "--accept", "--dry-run")
    assert code == 2
    for part in ("/api/v1/parcels", "200 401 422", "any signed-in user", "+class Parcel", "Rehearsal", HASH):
        assert part in out
    assert "apply" not in flow.calls


def test_plan_saves_the_plan_and_stops(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--accept", "--plan", "parcel.json")
    assert code == 2
    assert flow.saved == {"parcel.json": flow.plan}
    assert "fastapi-endpoint apply parcel.json" in err
    assert "apply" not in flow.calls


def test_nothing_to_do_is_no_change(cli: Cli, flow: Workflow) -> None:
    flow.plan = a_plan(operations=(), already=("app/models/parcel.py",))
    code, out, _ = cli("add", "Parcel", "--yes")
    assert code == 0
    assert out.startswith("Nothing to do")
    assert "rehearse" not in flow.calls


def test_a_wrong_answer_is_shown_with_its_place(cli: Cli, flow: Workflow) -> None:
    flow.problems = (
        Problem(
            id="fields",
            message="decimal needs a size",
            text="price:decimal:min=0",
            column=7,
            hint="write decimal12.2",
        ),
    )
    code, out, err = cli("add", "Parcel", "price:decimal:min=0")
    assert code == 1
    assert out == ""
    assert (
        "error: fields: decimal needs a size\n  price:decimal:min=0\n        ^\n  next: write decimal12.2\n"
        in err
    )


def test_a_refusal_says_what_where_and_what_next(cli: Cli, flow: Workflow) -> None:
    flow.plan = Refusal(
        message="there is a table shipments",
        hint="choose another name",
        where=Witness("app/models/shipment.py", 9),
        kind="collision",
    )
    code, _, err = cli("add", "Shipment", "--accept")
    assert code == 1
    assert err.endswith(
        "error: there is a table shipments\n  at app/models/shipment.py:9\n  next: choose another name\n"
    )


def test_a_project_that_cannot_be_served_is_refused(cli: Cli, flow: Workflow) -> None:
    flow.project = Refusal(message="this folder holds no FastAPI project", hint="go to one", kind="missing")
    assert cli("add", "Parcel", "--yes")[0] == 1
    assert "propose" not in flow.calls


@pytest.mark.parametrize(("kind", "expected"), [("stale", 3), ("red", 4), ("journal", 3), ("tools", 1)])
def test_a_blocked_write_has_the_exit_code_of_its_cause(
    cli: Cli, flow: Workflow, kind: str, expected: int
) -> None:
    flow.applied = Blocked(kind=kind, reasons=("app/main.py has changed",), hint="plan again")  # type: ignore[arg-type]  # the kinds come as parameters
    code, _, err = cli("add", "Parcel", "--yes")
    assert code == expected
    assert "app/main.py has changed" in err


def test_flags_outrank_the_answers_file(cli: Cli, flow: Workflow) -> None:
    Path("a.toml").write_text("the use case reads it")
    flow.read = (Answer("auth", "none", "file"), Answer("paginate", "offset", "file"))
    cli("add", "Parcel", "--answers", "a.toml", "--auth", "existing", "--methods", "list, get", "--yes")
    assert Answer("paginate", "offset", "file") in flow.proposed
    assert Answer("auth", "existing", "flag") in flow.proposed
    assert Answer("methods", ("list", "get"), "flag") in flow.proposed


def test_an_answers_file_that_cannot_be_read_is_an_error(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--answers", "none.toml", "--yes")
    assert code == 1
    assert "cannot read none.toml" in err
    Path("bytes.toml").write_bytes(b"\xff\xfe")
    assert cli("add", "Parcel", "--answers", "bytes.toml", "--yes")[0] == 1
    assert flow.calls == []


def test_a_wrong_answers_file_is_told(cli: Cli, flow: Workflow) -> None:
    Path("a.toml").write_text("the use case reads it")
    flow.read = (Problem(id="paginat", message='unknown key "paginat"', hint='did you mean "paginate"?'),)
    code, _, err = cli("add", "Parcel", "--answers", "a.toml", "--yes")
    assert code == 1
    assert 'next: did you mean "paginate"?' in err


def test_ask_takes_only_questions(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--yes", "--ask", "auth,colour")
    assert code == 1
    assert "no question 'colour'" in err
    assert flow.calls == []


def test_ask_opens_a_question_that_accept_would_answer(cli: Cli, flow: Workflow) -> None:
    code, _, err = cli("add", "Parcel", "--yes", "--ask", "auth")
    assert code == 3
    assert "--auth" in err
    assert "--methods" not in err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--yes"], "applied"),
        (["--accept", "--dry-run"], "planned"),
        (["--accept"], "not-approved"),
        ([], "open-questions"),
    ],
)
def test_json_is_the_whole_answer_on_stdout(cli: Cli, arguments: list[str], status: str) -> None:
    _, out, _ = cli("add", "Parcel", *arguments, "--json")
    answer = json.loads(out)
    assert answer["format"] == 1
    assert answer["status"] == status


@pytest.mark.parametrize("phase", ["explore", "next_round", "propose", "rehearse", "apply"])
def test_an_interrupt_ends_in_one_line(cli: Cli, monkeypatch: pytest.MonkeyPatch, phase: str) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(workflow, phase, interrupted)
    code, _, err = cli("add", "Parcel", "--accept", "--approve", HASH)
    assert code == 1
    assert "Traceback" not in err
    assert err.strip().splitlines()[-1].startswith("Stopped")


def test_a_bug_is_told_without_a_traceback(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(workflow, "explore", broken)
    code, _, err = cli("add", "Parcel", "--yes")
    assert code == 1
    assert "RuntimeError: no such thing" in err
    assert "FASTAPI_ENDPOINT_DEBUG" in err
    assert "Traceback" not in err


def test_two_candidate_applications_are_an_open_question(cli: Cli, flow: Workflow) -> None:
    flow.rivals = TWO_APPS
    code, _, err = cli("add", "Parcel", "tracking:str40", "--yes")
    assert code == 3
    assert "--app app/main.py:app|app/office.py:office" in err
    assert err.endswith("\nAdd the flag.\n")
    assert "propose" not in flow.calls
    assert cli("add", "Parcel", "tracking:str40", "--yes", "--app", "app/office.py:office")[0] == 0


def test_nobody_is_asked_about_what_cannot_be_added(cli: Cli, flow: Workflow) -> None:
    flow.refusal = Refusal(message="its tables are Tortoise's", hint="", where=Witness("app/models.py", 3))
    code, _, err = cli("add", "Parcel")
    assert code == 1
    assert "app/models.py:3" in err
    assert "next_round" not in flow.calls


def test_a_reason_that_is_the_one_above_is_said_once(cli: Cli, flow: Workflow) -> None:
    flow.rehearsal = a_rehearsal(tests="not-verified", migration="not-verified")
    out = cli("add", "Parcel", "--accept", "--dry-run").out
    assert out.count("DATABASE_URL is not set") == 1
    assert "not verified  migration  the same" in out


def test_a_wrong_answer_of_the_file_is_told_with_its_line(cli: Cli, flow: Workflow, tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text('methods = ["list"]\nauth = "none"\n')
    flow.read = (Answer("methods", ("list",), "file"), Answer("auth", "none", "file"))
    flow.problems = (Problem(id="auth", message="nobody can own it", hint="keep --auth existing"),)
    err = cli("add", "--answers", "answers.toml").err
    assert "error: auth: nobody can own it\n  at answers.toml:2\n  next: keep --auth existing\n" in err
    assert "answers.toml:2" not in cli("add", "--answers", "answers.toml", "--auth", "none").err


def test_a_plan_tells_what_stands_behind_its_routes(cli: Cli, flow: Workflow) -> None:
    flow.plan = a_plan(
        schemas=(PlannedSchema(name="ParcelCreate", holds="tracking str40"),),
        queries=("list_parcels",),
        dependencies=(("session", "SessionDep"), ("caller", "CurrentUser")),
    )
    out = cli("add", "Parcel", "--accept", "--dry-run").out
    assert "Schemas\n  ParcelCreate  tracking str40\n" in out
    assert (
        "  session         SessionDep\n  who is calling  CurrentUser\n  queries         list_parcels\n" in out
    )


def test_where_a_plan_was_saved_is_the_last_word(cli: Cli) -> None:
    code, _, err = cli("add", "Parcel", "--accept", "--plan", "parcel.json", "--no-rehearse")
    assert code == 2
    assert err.splitlines()[-1] == "Saved the plan. To write it: fastapi-endpoint apply parcel.json"


def test_what_was_not_rehearsed_is_to_be_verified_next(cli: Cli) -> None:
    out = cli("add", "Parcel", "--accept", "--no-rehearse", "--approve", HASH).out
    assert "Verified: nothing, since the rehearsal was left out" in out
    assert "  fastapi-endpoint verify  run the verifications that were left out\n" in out


def test_reasons_of_files_stand_below_one_another(cli: Cli, flow: Workflow) -> None:
    edited = EditFile(
        path="app/crud.py",
        base="0" * 64,
        after="1" * 64,
        hunks=(Hunk(0, "a\nb\n", "c\n" * 102),),
        reason="the queries",
    )
    flow.plan = a_plan(operations=(*flow.plan.operations, edited))
    lines = cli("add", "Parcel", "--accept", "--dry-run").out.splitlines()
    (created,) = (line for line in lines if "+  app/models/parcel.py" in line)
    (changed,) = (line for line in lines if "~  app/crud.py" in line)
    assert created.index("the table") == changed.index("the queries")
