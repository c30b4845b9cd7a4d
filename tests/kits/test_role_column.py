"""Users who have no role are given one where roles are asked for: a column and its revision, or a reason."""

import pytest

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan, Refusal
from fastapi_endpoint.testing import SampleProject, assert_plan_creates, assert_plan_edits, project
from kits.hosts import files_of

ROLES = ("create=admin", "delete=admin/editor")
USERS = {"stall": "app/models/user.py", "pier": "pier/users/models.py"}


def signed_in(host: str, without: str = "") -> SampleProject:
    """The project with a sign-in whose users have no role."""
    files = {path: text for path, text in files_of(host).items() if not (without and without in path)}
    before = project(files)
    plan = before.plan("Parcel", ("tracking:str40",), auth="jwt", paginate="cursor")
    assert isinstance(plan, Plan), plan
    return before.after(plan)


def crates(there: SampleProject) -> Plan | Refusal:
    plan = there.plan("Crate", ("label:str40",), auth="jwt", paginate="cursor", role=ROLES)
    assert isinstance(plan, Plan | Refusal), plan
    return plan


def changed(there: SampleProject, path: str, old: str, new: str) -> SampleProject:
    text = there.tree.read(path).decode()
    assert old in text
    return SampleProject(there.tree.overlay({path: text.replace(old, new).encode()}))


@pytest.mark.parametrize("host", ["stall", "pier"])
def test_the_column_and_its_revision_are_part_of_the_plan(host: str) -> None:
    plan = crates(signed_in(host))

    assert isinstance(plan, Plan), plan
    line = 'role: Mapped[str] = mapped_column(String(20), default="user", server_default="user")'
    assert_plan_edits(plan, USERS[host], f"+    {line}")
    revisions = [each for each in plan.operations if isinstance(each, CreateFile) and each.stamped]
    added = next(each for each in revisions if "add_role_to_users" in each.path)
    made = next(each for each in revisions if "create_crates" in each.path)
    assert '"users", sa.Column("role", sa.String(20), server_default="user", nullable=False)' in added.text
    assert 'op.drop_column("users", "role")' in added.text
    assert f'down_revision = "{added.text.split(chr(10))[2].removeprefix("Revision ID: ")}"' in made.text
    assert any("plain user until the first one is given more" in risk for risk in plan.risks)


def test_what_is_asked_is_the_new_column() -> None:
    plan = crates(signed_in("stall"))

    assert isinstance(plan, Plan), plan
    check = next(each for each in plan.operations if isinstance(each, EditFile) and "auth" in each.path)
    assert any("if current_user.role not in roles:" in hunk.inserted for hunk in check.hunks)
    assert_plan_creates(
        plan, "app/api/routes/crates.py", 'dependencies=[Depends(require_role("admin", "editor"))]'
    )
    assert_plan_creates(plan, "tests/test_crates.py", 'role="admin"')


@pytest.mark.parametrize("host", ["stall", "pier"])
def test_planned_again_there_is_nothing_to_do(host: str) -> None:
    there = signed_in(host)
    plan = crates(there)
    assert isinstance(plan, Plan), plan
    again = crates(there.after(plan))

    assert isinstance(again, Plan), again
    assert again.operations == ()


def test_the_next_endpoint_asks_the_column_that_is_there() -> None:
    there = signed_in("stall")
    first = crates(there)
    assert isinstance(first, Plan), first
    plan = there.after(first).plan(
        "Pallet", ("label:str40",), auth="jwt", paginate="cursor", role="create=boss"
    )

    assert isinstance(plan, Plan), plan
    assert not any(isinstance(each, EditFile) and each.path == USERS["stall"] for each in plan.operations)


def test_the_column_is_written_as_the_one_before_it() -> None:
    old = """updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime, default=utc_now, onupdate=utc_now
    )"""
    new = "updated_at = Column(UtcDateTime, nullable=False, default=utc_now, onupdate=utc_now)"
    plan = crates(changed(signed_in("stall"), USERS["stall"], old, new))

    assert isinstance(plan, Plan), plan
    assert_plan_edits(
        plan,
        USERS["stall"],
        """
-from sqlalchemy import String, UniqueConstraint
+from sqlalchemy import Column, String, UniqueConstraint
+    role = Column(String(20), default="user", server_default="user", nullable=False)
""",
    )


def test_the_library_is_named_as_beside_it() -> None:
    there = signed_in("stall")
    text = there.tree.read(USERS["stall"]).decode()
    text = text.replace("from sqlalchemy import", "import sqlalchemy as sa\nfrom sqlalchemy import")
    text = text.replace(
        "mapped_column(\n        UtcDateTime,", "mapped_column(\n        sa.DateTime(timezone=True),"
    )
    plan = crates(SampleProject(there.tree.overlay({USERS["stall"]: text.encode()})))

    assert isinstance(plan, Plan), plan
    line = "role: Mapped[str] = mapped_column("
    assert_plan_edits(
        plan,
        USERS["stall"],
        f"""
+    {line}
+        sa.String(20), default="user", server_default="user"
+    )
""",
    )


def test_without_a_history_it_is_refused() -> None:
    refused = crates(signed_in("stall", without="alembic"))

    assert isinstance(refused, Refusal), refused
    assert "nothing says which users are admin, editor" in refused.message
    assert "without an Alembic history" in refused.message
    assert refused.where is not None
    assert refused.where.file == USERS["stall"]


def test_a_table_in_a_schema_of_its_own_is_refused() -> None:
    there = changed(
        signed_in("stall"),
        USERS["stall"],
        '    __tablename__ = "users"\n',
        '    __tablename__ = "users"\n    __table_args__ = {"schema": "people"}\n',
    )
    refused = crates(there)

    assert isinstance(refused, Refusal), refused
    assert "schema of its own" in refused.message


def test_users_whose_columns_are_written_elsewhere_are_refused() -> None:
    there = signed_in("stall")
    text = there.tree.read(USERS["stall"]).decode()
    moved = text.replace("class User(", "class Person(").replace(
        '    __tablename__ = "users"', "    __abstract__ = True"
    )
    users = moved + '\n\nclass User(Person):\n    __tablename__ = "users"\n'
    refused = crates(SampleProject(there.tree.overlay({USERS["stall"]: users.encode()})))

    assert isinstance(refused, Refusal), refused
    assert f"User ({USERS['stall']}:" in refused.message
    assert "declares no column itself" in refused.message
    assert "id, email, hashed_password come from elsewhere" in refused.message
    assert "give User a column `role`" in refused.hint
    assert refused.where is not None
