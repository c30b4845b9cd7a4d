"""The other commands: what they print, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from faces.a_run import HASH, Workflow, a_rehearsal
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Column, Model, Oddity
from fastapi_endpoint.domain.report import AppliedFile, Blocked, HistoryEntry
from projects import a_project, low

Cli = Callable[..., "tuple[int, str, str]"]


def test_the_bare_command_says_what_this_is_and_what_can_be_done(cli: Cli) -> None:
    code, out, _ = cli()
    assert code == 0
    assert out.startswith("shop")
    assert "fastapi-endpoint add" in out


def test_the_bare_command_says_why_nothing_can_be_added(cli: Cli, flow: Workflow) -> None:
    why = "Nothing can be added: its tables are SQLModel's."
    flow.refusal = Refusal(message=why, hint="", kind="unsupported")
    code, out, _ = cli()
    assert code == 0
    assert why in out
    assert "fastapi-endpoint check" in out
    assert "fastapi-endpoint add" not in out


def test_the_bare_command_outside_a_project_says_where_to_go(cli: Cli, flow: Workflow) -> None:
    flow.project = Refusal(message="no FastAPI application was found here", hint="go to one", kind="missing")
    code, out, err = cli()
    assert (code, out) == (1, "")
    assert "next: go to one" in err


def test_explore_shows_evidence_and_says_what_is_unsure_and_what_is_asked(cli: Cli, flow: Workflow) -> None:
    flow.project = a_project(pagination=low("offset", Witness("app/api/routes/brands.py", 14)))
    code, out, _ = cli("explore")
    assert code == 0
    assert "SessionDep (async, by Depends)" in out
    assert "app/db.py:20" in out
    assert "offset  (unsure)" in out
    assert 'pagination = "offset"' in out
    assert "- Who is calling? [existing]" in out
    assert "/api/v1/brands" in out
    assert max(len(line) for line in out.splitlines()) <= 80
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_explore_json_has_the_facts_by_the_names_of_conventions(cli: Cli) -> None:
    answer = json.loads(cli("explore", "--json").out)  # type: ignore[attr-defined]  # a named tuple
    assert answer["format"] == 1
    assert answer["facts"]["orm"]["value"] == "sqlalchemy_async"
    assert answer["facts"]["session"]["dependency"]["confidence"] == "high"
    assert answer["routes"][0]["path"] == "/api/v1/brands"
    assert "conventions" not in answer


def test_explore_of_no_folder_is_an_error(cli: Cli) -> None:
    code, _, err = cli("explore", "nowhere")
    assert code == 1
    assert "nowhere is no folder" in err


def test_explore_tells_what_is_unusual(cli: Cli, flow: Workflow) -> None:
    flow.project = a_project(oddities=(Oddity("unparsed", "cannot be parsed", Witness("app/old.py", 3)),))
    assert "- cannot be parsed  app/old.py:3" in cli("explore")[1]


def test_fields_prints_a_model_in_the_field_language(cli: Cli, flow: Workflow) -> None:
    columns = (
        Column(name="id", type="uuid", nullable=False, has_default=True, primary_key=True),
        Column(name="title", type="str", size=200, nullable=False, has_default=False, unique=True),
        Column(name="price", type="decimal", size=12, scale=2, nullable=True, has_default=False),
        Column(name="status", type="enum", nullable=False, has_default=False, values=("draft", "live")),
        Column(name="author_id", type="uuid", nullable=False, has_default=False, foreign_key="users.id"),
        Column(name="body", type="", nullable=False, has_default=False, source="TSVECTOR"),
        Column(name="created_at", type="datetime", nullable=False, has_default=True),
    )
    model = Model(name="Post", table="posts", file="a.py", line=1, module="a", columns=columns)
    flow.project = a_project(models=(model,))
    _, out, err = cli("explore", "--fields", "Post")
    assert out.split() == [
        "title:str200:unique",
        "price:decimal12.2:optional",
        "status:enum/draft/live",
        "author:ref/users",
    ]
    assert "no type of the field language fits: body" in err


def test_fields_of_an_unknown_model_names_the_nearest(cli: Cli) -> None:
    code, out, err = cli("explore", "--fields", "Brnd")
    assert (code, out) == (1, "")
    assert "next: there is Brand" in err


def test_graph_draws_routers_and_models(cli: Cli) -> None:
    assert cli("explore", "--graph", "shop.mmd")[0] == 0
    drawn = Path("shop.mmd").read_text()
    assert drawn.startswith("flowchart LR\n")
    assert 'n1["app/api/routes/brands.py (3)"]' in drawn
    assert "n0 --> n1" in drawn
    assert '[("Brand")]' in drawn


def test_graph_as_svg_is_well_formed(cli: Cli, flow: Workflow) -> None:
    flow.project = a_project(models=(Model(name="A", table="a", file="a.py", line=1, module="a<b"),))
    assert cli("explore", "--graph", "shop.svg")[0] == 0
    drawn = ET.parse("shop.svg").getroot()  # noqa: S314 - our own drawing
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["app (app/main.py)", "app/api/routes/brands.py (3)", "A"]


def test_graph_of_another_kind_is_an_error(cli: Cli) -> None:
    assert cli("explore", "--graph", "shop.png")[0] == 1


def test_graph_into_a_missing_folder_is_an_error(cli: Cli) -> None:
    code, _, err = cli("explore", "--graph", "no/such/shop.mmd")
    assert code == 1
    assert "cannot write no/such/shop.mmd" in err


def test_show_works_on_a_stale_plan_and_says_so(cli: Cli, flow: Workflow) -> None:
    flow.stale = ("app/api/__init__.py has changed",)
    code, out, err = cli("show", "p.json")
    assert code == 0
    assert HASH in out
    assert "out of date: app/api/__init__.py has changed" in err


@pytest.mark.parametrize(
    ("form", "expected", "absent"),
    [("--stat", "1 new, 1 edited", "Routes"), ("--patch", "+class Parcel", "Plan")],
)
def test_show_has_short_forms(cli: Cli, form: str, expected: str, absent: str) -> None:
    out = cli("show", "p.json", form)[1]
    assert expected in out
    assert absent not in out


def test_show_json_is_the_plan(cli: Cli) -> None:
    answer = json.loads(cli("show", "p.json", "--json")[1])
    assert answer["plan"]["hash"] == HASH
    assert answer["stale"] == []


def test_a_file_that_is_no_plan_is_an_error(cli: Cli, flow: Workflow) -> None:
    flow.plan = Refusal(message="p.json is not a plan", hint="make one", kind="missing")
    assert cli("show", "p.json")[0] == 1
    assert cli("apply", "p.json")[0] == 1


def test_apply_refuses_a_stale_plan(cli: Cli, flow: Workflow) -> None:
    flow.stale = ("the session dependency was get_db and is get_session now",)
    code, _, err = cli("apply", "p.json", "--approve", HASH)
    assert code == 3
    assert "get_session now" in err
    assert "apply" not in flow.calls


def test_apply_of_a_spent_plan_has_nothing_to_do(cli: Cli, flow: Workflow) -> None:
    flow.spent = True
    flow.stale = ("app/models/parcel.py exists now",)
    code, out, _ = cli("apply", "p.json", "--approve", HASH)
    assert code == 0
    assert "Nothing to do" in out


def test_apply_needs_approval(cli: Cli, flow: Workflow) -> None:
    assert cli("apply", "p.json")[0] == 3
    assert "apply" not in flow.calls
    assert cli("apply", "p.json", "--approve", HASH)[0] == 0


def test_verify_is_red_where_a_verification_is(cli: Cli, flow: Workflow) -> None:
    assert cli("verify")[0] == 0
    flow.rehearsal = a_rehearsal(tests="red")
    assert cli("verify", "0001")[0] == 4
    flow.plan = Blocked(kind="unknown", reasons=("there is no such plan",))
    code, _, err = cli("verify", "9")
    assert code == 1
    assert "there is no such plan" in err


def test_verify_needs_a_person_where_a_manual_step_is_left(cli: Cli, flow: Workflow) -> None:
    flow.rehearsal = a_rehearsal(**{"by-hand": "not-verified"})
    assert cli("verify")[0] == 3
    flow.rehearsal = a_rehearsal(**{"by-hand": "green"})
    assert cli("verify")[0] == 0


def test_undo_lists_what_is_as_it_was(cli: Cli, flow: Workflow) -> None:
    flow.undone = (
        AppliedFile(path="app/main.py", before="1", after="0"),
        AppliedFile(path="app/models/parcel.py", before="2", after=None),
    )
    code, out, _ = cli("undo")
    assert code == 0
    assert "~ app/main.py" in out
    assert "- app/models/parcel.py" in out


def test_undo_over_an_edit_is_a_matter_for_a_person(cli: Cli, flow: Workflow) -> None:
    flow.undone = Blocked(kind="edited", reasons=("app/main.py:4: was edited",), hint="Nothing was undone.")
    code, _, err = cli("undo")
    assert code == 3
    assert "app/main.py:4" in err


def test_history_lists_what_stands(cli: Cli, flow: Workflow) -> None:
    assert "Nothing was applied" in cli("history")[1]
    flow.entries = (
        HistoryEntry(
            id="0001-3f9c2b7a",
            plan=HASH,
            resource="Parcel",
            clock="2026-01-02T03:04:05Z",
            command="",
            state="applied",
            files=("a.py",),
        ),
    )
    out = cli("history")[1]
    assert "0001-3f9c2b7a  2026-01-02 03:04  applied  Parcel, 1 file" in out


def test_new_says_how_to_go_on(cli: Cli, flow: Workflow) -> None:
    code, out, _ = cli("new", "shop")
    assert code == 0
    assert "cd shop" in out
    flow.created = Blocked(kind="edited", reasons=("shop is not empty",), hint="choose another name")
    assert cli("new", "shop")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["exlore"], "did you mean explore?"),
        (["add", "--nope"], "--nope"),
        (["show"], "missing argument"),
        (["frobnicate"], "it is one of explore"),
    ],
)
def test_a_wrong_command_line_is_an_error(cli: Cli, arguments: list[str], said: str) -> None:
    code, out, err = cli(*arguments)
    assert (code, out) == (1, "")
    assert said in err.lower()
    assert "--help lists what it takes" in err


@pytest.mark.parametrize("name", ["", "explore", "add", "show", "apply", "verify", "undo", "history", "new"])
def test_every_command_has_help(cli: Cli, name: str) -> None:
    code, out, _ = cli(*([name] if name else []), "--help")
    assert code == 0
    assert out.startswith(f"Usage: fastapi-endpoint {name}".rstrip())
    assert max(len(line) for line in out.splitlines()) <= 80


def test_what_the_system_refuses_is_no_bug(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/srv/me/state")

    monkeypatch.setattr("fastapi_endpoint.workflow.history", refuse)
    code, _, err = cli("history")
    assert code == 1
    assert "/srv/me/state: Permission denied" in err
    assert "bug" not in err


def test_show_of_an_applied_plan_says_so(cli: Cli, flow: Workflow) -> None:
    flow.spent, flow.stale = True, ("app/models/parcel.py exists now",)
    code, _, err = cli("show", "p.json")
    assert code == 0
    assert "applied" in err
    assert "out of date" not in err


def test_a_new_project_is_told_by_folders_and_files(cli: Cli, flow: Workflow) -> None:
    flow.created = ("app/main.py", "app/db.py", ".env", "README.md")
    assert "Created shop: 4 files\n  app/  2 files\n  .env, README.md\n" in cli("new", "shop").out
