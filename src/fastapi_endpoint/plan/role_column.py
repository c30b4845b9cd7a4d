"""The part of a plan that gives users a role: a column of their class, and its migration."""

import re
from collections.abc import Sequence

from fastapi_endpoint.dialects.sqlalchemy.columns import Style
from fastapi_endpoint.dialects.sqlmodel import idiom as sqlmodel
from fastapi_endpoint.dialects.tables import Column
from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.domain.plan import Refusal, RunCommand
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.edits import CannotApply, Import, Outcome, add_class_member, in_sequence
from fastapi_endpoint.fragments import Fragment
from fastapi_endpoint.plan.artefacts import add_revision, formatted
from fastapi_endpoint.plan.changes import Changes
from fastapi_endpoint.plan.parts import Part
from fastapi_endpoint.plan.wiring import importing
from fastapi_endpoint.render import missing_role
from fastapi_endpoint.render.refusals import refusal
from fastapi_endpoint.render.role_column import declared_role, role_added
from fastapi_endpoint.source.parse import parse
from fastapi_endpoint.source.statements import Assignment
from fastapi_endpoint.source.statements import Import as Imported
from fastapi_endpoint.source.tree import SourceTree

_HINT = (
    'give {name} a column `role` (String(20), default and server_default "user") and migrate its table, then '
    "ask again; or leave --role out"
)
_COLUMNS: dict[str, Style] = {"mapped_column": "Mapped", "Column": "Column"}


def role_part(
    spec: EndpointSpec, project: ProjectMap, changes: Changes, tree: SourceTree, clock: str
) -> Part | Refusal | None:
    """The column, where users need one for the roles that are asked for, or why it cannot be made."""
    column = missing_role(spec, project)
    if column is None or refusal(spec, project) is not None:
        return None
    users = project.users
    last = _last_column(users, tree) if users is not None else None
    if users is None or last is None or (why := _why_not(users, project, tree)):
        return _refused(spec, why if users and last else _no_place(users, project, tree), users)
    outcome = _edited(column, users, last, project, tree)
    if isinstance(outcome, CannotApply):
        return _refused(spec, outcome.reason, users)
    reason = f"users have a role: {column.server_default}, unless they are given more"
    changes.edit(users.file, outcome, reason)
    made = rf"""add_column\(\s*["']{users.table}["'],\s*sa\.Column\(\s*["']{column.name}["']"""
    placed = add_revision(changes, role_added(column, users.table), made, project, tree, clock)
    if isinstance(placed, Refusal):
        return placed
    risk = f"everybody in {users.table} is a plain {column.server_default} until the first one is given more"
    return Part(
        images=changes.images(),
        operations=(*changes.operations(), _command(project, users)),
        risks=(f"{risk} (the column {column.name})",),
    )


def _why_not(users: Model, project: ProjectMap, tree: SourceTree) -> str:
    """Why no column can be added to the table of the users, or ""."""
    habits = project.conventions
    if habits.migrations.value != "alembic" or habits.alembic.versions.value is None:
        return (
            "without an Alembic history (an alembic.ini and its folder of versions) no column can be added "
            f"to {users.table}, a table that is there"
        )
    if _in_schema(users, tree):
        return f"the table {users.table} lies in a schema of its own, which its __table_args__ name"
    return ""


def _no_place(users: Model | None, project: ProjectMap, tree: SourceTree) -> str:
    """Why there is no line that a column could stand after."""
    user = project.conventions.user_model.value
    if users is None:
        return f"{user.name} ({user.file}) is mapped to no table" if user else "no class of users is there"
    if sqlmodel.speaks(project.conventions.orm.value):
        return (
            f"no column is added yet to a table of SQLModel, as {users.name} is ({users.file}:{users.line})"
        )
    if not tree.exists(users.file):
        return f"{users.name} is written outside of the project"
    inherited = ", ".join(column.name for column in users.columns[:3])
    return (
        f"{users.name} ({users.file}:{users.line}) declares no column itself, as `name: Mapped[...]`, "
        f"mapped_column(...) or Column(...)" + (f": {inherited} come from elsewhere" if inherited else "")
    )


def _refused(spec: EndpointSpec, why: str, users: Model | None) -> Refusal:
    asked = ", ".join(dict.fromkeys(name for _, names in spec.access.roles for name in names))
    return Refusal(
        kind="missing",
        message=f"nothing says which users are {asked}, and no column can be added that does: {why}",
        hint=_HINT.format(name=users.name) if users else "leave --role out, or give users a role first",
        where=Witness(users.file, users.line) if users else None,
    )


def _command(project: ProjectMap, users: Model) -> RunCommand:
    config = project.conventions.alembic.config.value
    where = ("-c", config) if config not in (None, "alembic.ini") else ()
    return RunCommand(argv=("alembic", *where, "upgrade", "head"), reason=f"give {users.table} a role")


def _own(users: Model, tree: SourceTree) -> Sequence[Assignment]:
    class_ = parse(tree.read(users.file)).class_(users.name)
    return class_.assignments if class_ else ()


def _last_column(users: Model, tree: SourceTree) -> Assignment | None:
    """The last column that the class itself declares; what it only inherits is no place to stand after."""
    if not tree.exists(users.file):
        return None
    named = {column.name for column in users.columns}
    own = [each for each in _own(users, tree) if each.target in named and _style(each) is not None]
    return own[-1] if own else None


def _style(column: Assignment) -> Style | None:
    if column.call is not None:
        return _COLUMNS.get(column.call.last)
    return "Mapped" if column.annotation.startswith("Mapped[") else None


def _in_schema(users: Model, tree: SourceTree) -> bool:
    given = next((each for each in _own(users, tree) if each.target == "__table_args__"), None)
    return given is not None and "schema" in given.value


def _edited(column: Column, users: Model, last: Assignment, project: ProjectMap, tree: SourceTree) -> Outcome:
    line = _as_written(declared_role(column, _style(last) or "Mapped"), last, tree.read(users.file))
    whole = formatted({users.file: f"class {users.name}:\n    {line.text}\n"}, project, tree)[users.file]
    declaration = "\n".join(each.removeprefix("    ") for each in whole.rstrip("\n").split("\n")[1:])
    wanted = [Import(each.module, each.name) for each in sorted(line.imports)]
    edits = [
        *(importing(users.file, project, each) for each in wanted),
        lambda data: add_class_member(data, users.name, declaration, after=last.target),
    ]
    return in_sequence(tree.read(users.file), edits)


def _as_written(line: Fragment, beside: Assignment, data: bytes) -> Fragment:
    """The line with the names of SQLAlchemy as the line beside it has them: `String`, or `sa.String`."""
    alias = next((each.bound for each in parse(data).imports if _is_library(each)), "")
    if not alias or f"{alias}." not in beside.value:
        return line
    text, kept = line.text, []
    for each in line.imports:
        if each.module == "sqlalchemy":
            text = re.sub(rf"\b{each.name}\(", f"{alias}.{each.name}(", text)
        else:
            kept.append(each)
    return Fragment(text, frozenset(kept))


def _is_library(found: Imported) -> bool:
    return found.module == "sqlalchemy" and not found.name and not found.level
