"""A workflow of literals: the command line is tested without exploring, rehearsing or writing a project."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from fastapi_endpoint import workflow
from fastapi_endpoint.domain.conventions import EntryPoint, Fact, Witness
from fastapi_endpoint.domain.plan import (
    CreateFile,
    EditFile,
    Hunk,
    ManualStep,
    Plan,
    PlannedColumn,
    PlannedRoute,
    PlannedTable,
    RunCommand,
)
from fastapi_endpoint.domain.question import Answer, Choice, Question, Round
from fastapi_endpoint.domain.report import (
    AppliedFile,
    Check,
    ChecklistItem,
    ExecutionReport,
    Redirect,
    Rehearsal,
)
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields, Listing
from projects import a_project

HASH = "3f9c2b7a51d0e8c4"

METHODS = Question(
    id="methods",
    kind="many",
    prompt="Which operations?",
    flag="--methods",
    choices=(Choice("list", "List"), Choice("get", "Get one"), Choice("create", "Create")),
    default=("list", "get"),
    reason="our default",
)
AUTH = Question(
    id="auth",
    kind="choice",
    prompt="Who is calling?",
    flag="--auth",
    choices=(
        Choice("none", "Nobody", "anyone may call"),
        Choice("existing", "The project's own way"),
        Choice("jwt", "JWT", disabled="not built yet"),
    ),
    default="existing",
    reason="2 of 2 routers",
    confident=True,
)
QUESTIONS = (METHODS, AUTH)

TWO_APPS = Fact(
    value=(EntryPoint(file="app/main.py", object="app"),),
    confidence="low",
    against=(Witness("app/office.py", 3, "app/office.py:office"),),
)


def a_plan(**changes: Any) -> Plan:
    """A small plan of one created and one edited file."""
    plan = Plan(
        tool="0.1.0",
        clock="2026-01-02T03:04:05Z",
        spec=EndpointSpec(
            resource="Parcel",
            plural="parcels",
            methods=("list", "create"),
            fields=Fields(),
            access=Access(auth="existing"),
            listing=Listing(),
        ),
        answers=(Answer("resource", "Parcel", "flag"),),
        facts=(),
        operations=(
            CreateFile(path="app/models/parcel.py", text="class Parcel: ...\n" * 3, reason="the table"),
            EditFile(
                path="app/api/__init__.py",
                base="0" * 64,
                after="1" * 64,
                hunks=(Hunk(10, "", "from app.api.routes import parcels\n"),),
                reason="registers the router",
            ),
            RunCommand(argv=("alembic", "upgrade", "head"), reason="creates the table"),
        ),
        manual=(),
        routes=(
            PlannedRoute(
                operation="list",
                method="GET",
                path="/api/v1/parcels",
                function="list_parcels",
                statuses=(200, 401, 422),
                who="any signed-in user",
            ),
        ),
        table=PlannedTable(
            name="parcels",
            columns=(
                PlannedColumn(name="tracking", type="str 40"),
                PlannedColumn(name="note", type="text", nullable=True, note="optional"),
            ),
            indexes=(("ix_parcels_carrier_id", ("carrier", "id")),),
            uniques=(("uq_parcels_tracking", ("tracking",)),),
        ),
        tests=("tests/test_parcels.py",),
        test_names=("test_create_parcel", "test_unknown_parcel_is_404"),
        modules=("app.models.parcel",),
        risks=("the table is created by a migration that has to be run",),
        kept=("POST answers 200, as in your other routers",),
        hash=HASH,
    )
    return msgspec.structs.replace(plan, **changes)


PATCH = "--- /dev/null\n+++ b/app/models/parcel.py\n@@ -0,0 +1 @@\n+class Parcel: ...\n"

STEP = ManualStep(
    file="app/main.py",
    line=12,
    reason="routers are found by a loop",
    snippet="app.include_router(parcels.router)",
)


def a_rehearsal(**outcomes: str) -> Rehearsal:
    """All green but for the given checks."""
    seen = {"import": "green", "openapi": "green", "tests": "green", "migration": "green"} | outcomes
    checks = [
        Check(
            name=name,
            outcome=outcome,  # type: ignore[arg-type]  # the literals come as keywords
            why="" if outcome == "green" else "DATABASE_URL is not set",
            detail="E   assert 404 == 200" if outcome == "red" else "",
        )
        for name, outcome in seen.items()
    ]
    return Rehearsal(
        plan=HASH,
        interpreter=".venv/bin/python",
        checks=tuple(checks),
        redirects=(Redirect("postgresql://db:5432/shop", "a throw-away database"),),
        seconds=4.2,
    )


def a_report(rehearsal: Rehearsal | None) -> ExecutionReport:
    """What an apply of `a_plan` says."""
    return ExecutionReport(
        id="0001-3f9c2b7a",
        plan=HASH,
        files=(
            AppliedFile(path="app/api/__init__.py", before="0" * 64, after="1" * 64),
            AppliedFile(path="app/models/parcel.py", before=None, after="2" * 64),
        ),
        rehearsal=rehearsal,
        checklist=tuple(
            ChecklistItem(text=f"Item {number}", outcome="green", evidence="seen") for number in range(1, 8)
        ),
        command="fastapi-endpoint add Parcel tracking:str40",
    )


class Workflow(SimpleNamespace):
    """The use cases with their answers as attributes; `calls` tells what was called."""

    def __init__(self) -> None:
        super().__init__(
            project=a_project(),
            plan=a_plan(),
            rehearsal=a_rehearsal(),
            applied=None,
            problems=(),
            stale=(),
            spent=False,
            undone=(AppliedFile(path="app/models/parcel.py", before="2" * 64, after=None),),
            entries=(),
            created=("app/main.py", "pyproject.toml"),
            read=(),
            proposed=(),
            calls=[],
            saved={},
            draft=None,
            app=None,
            rivals=(),
            refusal=None,
        )

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the use cases in place of the real ones."""
        use_cases: dict[str, Callable[..., Any]] = {
            "explore": lambda _root, app=None: self._explored(app),
            "unsupported": lambda _project: self.refusal,
            "read_answers": lambda _path: self.read,
            "next_round": lambda _project, answers: next_round(answers),
            "accept": lambda _project, answers: accept(answers),
            "summary": lambda _project, answers: summary(answers),
            "check_answers": lambda _project, _answers: self.problems,
            "propose": lambda _root, _project, answers, **_: self._proposed(answers),
            "patch": lambda _root, _plan: PATCH,
            "rehearsal_options": lambda _project, **given: SimpleNamespace(**given),
            "rehearse": lambda _root, _plan, _options, progress: self._rehearsed(progress),
            "apply": lambda _root, _plan, rehearsal, _progress: self.applied or a_report(rehearsal),
            "staleness": lambda _root, _plan: self.stale,
            "is_spent": lambda _root, _plan: self.spent,
            "undo": lambda _root, _entry: self.undone,
            "history": lambda _root: self.entries,
            "save_draft": lambda draft: setattr(self, "draft", draft),
            "load_draft": lambda _root: self.draft,
            "forget_draft": lambda _root: setattr(self, "draft", None),
            "applied_plan": lambda _root, _entry: self.plan,
            "verify": lambda _root, _plan, _options, _progress: self.rehearsal,
            "new": lambda _target, _name: self.created,
            "save_plan": lambda plan, path: self.saved.update({path.name: plan}),
            "load_plan": lambda _path: self.plan,
        }
        for name, use_case in use_cases.items():
            monkeypatch.setattr(workflow, name, self._noted(name, use_case), raising=False)

    def _noted(self, name: str, use_case: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **keywords: Any) -> Any:
            self.calls.append(name)
            return use_case(*args, **keywords)

        return noted

    def _explored(self, app: str | None) -> Any:
        self.app = app
        return a_project(entry_points=self.rivals) if self.rivals and app is None else self.project

    def _proposed(self, answers: tuple[Answer, ...]) -> Any:
        self.proposed = answers
        return self.plan

    def _rehearsed(self, progress: Callable[[str], None]) -> Any:
        progress("import")
        return self.rehearsal


def next_round(answers: tuple[Answer, ...]) -> Round | None:
    """The questions that nobody has answered yet, in one round."""
    given = {answer.id for answer in answers if answer.origin != "default"}
    still = tuple(question for question in QUESTIONS if question.id not in given)
    return Round(1, "What it does", still) if still else None


def accept(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers with every open question's default."""
    given = {answer.id for answer in answers}
    taken = [Answer(q.id, q.default or "", "inferred") for q in QUESTIONS if q.id not in given]
    return (*answers, *taken)


def summary(answers: tuple[Answer, ...]) -> tuple[tuple[Question, Answer], ...]:
    """Each answered question with its answer."""
    given = {answer.id: answer for answer in answers}
    return tuple((question, given[question.id]) for question in QUESTIONS if question.id in given)
