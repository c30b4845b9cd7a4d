"""An endpoint in a project of packages that hand names on."""

from textwrap import dedent

import pytest

from fastapi_endpoint.domain.plan import CreateFile, EditFile, Plan
from fastapi_endpoint.execute.checklist import checklist
from fastapi_endpoint.explore import explore
from fastapi_endpoint.plan import make_plan
from fastapi_endpoint.plan.making import own_files
from fastapi_endpoint.testing import assert_plan_creates, assert_plan_edits
from fastapi_endpoint.testing.projects import CLOCK, SampleProject
from plan.desks import desk, planned


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned()


def text_of(plan: Plan, path: str) -> str:
    return next(op.text for op in plan.operations if isinstance(op, CreateFile) and op.path == path)


def test_tests_page_as_the_application_does_when_it_starts(plan: Plan) -> None:
    assert_plan_creates(plan, "tests/conftest.py", "    add_pagination(app)\n")


def test_tests_do_not_hide_that_the_application_never_adds_its_pages() -> None:
    main = desk().tree.read("src/web/main.py").decode().replace("add_pagination(app)\n", "")
    plan = SampleProject(desk().tree.overlay({"src/web/main.py": main.encode()})).plan(
        "Parcel", ["tracking:str40"], auth="existing", paginate="host"
    )

    assert isinstance(plan, Plan), plan
    assert "add_pagination" not in text_of(plan, "tests/conftest.py")


def test_pages_of_a_library_are_not_said_to_have_our_sizes(plan: Plan) -> None:
    found = next(each for each in checklist(plan, None) if each.text == "Lists are paginated")

    assert found.evidence == "fastapi_pagination, as the project's other lists are"


def test_a_package_of_other_tables_is_no_registry(plan: Plan) -> None:
    assert desk().explored.conventions.layout.model_registry.value == (
        "src/core/__init__.py",
        "src/core/models/__init__.py",
    )
    assert not [op for op in plan.operations if isinstance(op, EditFile) and "people" in op.path]


def test_a_package_hands_on_the_new_table_from_where_it_takes_the_others(plan: Plan) -> None:
    assert_plan_edits(
        plan,
        "src/core/__init__.py",
        """\
-__all__ = ("Base", "Note", "Reply", "database")
+__all__ = ("Base", "Note", "Parcel", "Reply", "database")
-from core.models import Base, Note, Reply
+from core.models import Base, Note, Parcel, Reply
""",
    )


def test_a_module_takes_nothing_from_the_package_around_it(plan: Plan) -> None:
    model = text_of(plan, "src/core/models/parcel.py")

    assert "from core import" not in model
    assert "from .base import Base\n" in model or "from core.models.base import Base\n" in model


def test_new_names_are_imported_from_where_the_others_are(plan: Plan) -> None:
    router, service = (
        text_of(plan, f"src/web/{path}") for path in ("routers/parcel.py", "services/parcel_service.py")
    )

    assert "from core import Parcel, database\n" in router
    assert "from people import current_person\n" in router
    assert "from web.schemas import ParcelCreate, ParcelQuery, ParcelResponse, ParcelUpdate\n" in router
    assert "from web.services import ParcelService\n" in router
    assert "from core import Parcel\n" in service
    assert "from web.schemas import ParcelCreate, ParcelQuery, ParcelUpdate\n" in service


def test_what_is_imported_from_a_package_is_handed_on_by_it(plan: Plan) -> None:
    assert_plan_edits(
        plan,
        "src/web/schemas/__init__.py",
        """\
-__all__ = ("NoteCreate", "NoteResponse", "ReplyCreate", "ReplyResponse")
+__all__ = (
+    "NoteCreate",
+    "NoteResponse",
+    "ParcelCreate",
+    "ParcelQuery",
+    "ParcelResponse",
+    "ParcelUpdate",
+    "ReplyCreate",
+    "ReplyResponse",
+)
+from .parcel import ParcelCreate, ParcelQuery, ParcelResponse, ParcelUpdate
""",
    )


def test_a_session_that_nobody_closes_is_kept_and_told(plan: Plan) -> None:
    open_ended = """\
        from sqlalchemy.ext.asyncio import async_scoped_session, async_sessionmaker, create_async_engine


        class Database:
            def __init__(self):
                self.make = async_sessionmaker(create_async_engine("postgresql+asyncpg://localhost/desk"))

            def get_session(self):
                return async_scoped_session(self.make, scopefunc=id)


        database = Database()
    """
    files = {"src/core/database.py": dedent(open_ended).encode()}
    odd = SampleProject(desk().tree.overlay(files)).plan("Parcel", ["tracking:str40"], auth="existing")

    assert isinstance(odd, Plan), odd
    assert "the session dependency closes no session: that is left to the garbage collector" in odd.kept
    assert not any("closes no session" in each for each in plan.kept)


def test_a_folder_called_alembic_is_not_the_library(plan: Plan) -> None:
    revision = next(op.text for op in plan.operations if isinstance(op, CreateFile) and "versions" in op.path)

    assert "import sqlalchemy as sa\nfrom alembic import op\n" in revision


def test_queries_take_their_session_and_speak_as_their_neighbours_do(plan: Plan) -> None:
    router, service = (
        text_of(plan, f"src/web/{path}") for path in ("routers/parcel.py", "services/parcel_service.py")
    )

    assert (
        "    async def create_parcel(data: ParcelCreate, session: AsyncSession) -> Parcel:\n"
        '        """Create a parcel."""\n'
    ) in service
    assert "ParcelService.get_parcel(parcel_id, session)" in service
    assert "ParcelService.create_parcel(data, session)" in router


def test_what_other_packages_import_counts_more_than_what_the_package_does() -> None:
    found = desk().explored.conventions
    caller, user, base = found.auth.annotation.value, found.user_model.value, found.declarative_base.value

    assert caller is not None
    assert base is not None
    assert (caller.module, caller.file) == ("people", "src/people/models/person.py")
    assert user == caller
    assert (base.module, base.file) == ("core", "src/core/models/base.py")


def test_what_is_there_already_is_not_planned_again(plan: Plan) -> None:
    after = desk().after(plan)
    hidden = own_files(plan.spec, after.explored, after.tree)
    before = explore(after.tree.overlay(dict.fromkeys(hidden)))

    again = make_plan(plan.spec, plan.answers, before, after.tree, CLOCK)

    assert isinstance(again, Plan), again
    assert [operation.describe() for operation in again.operations] == []
