"""Names of the host that generated code takes over."""

from textwrap import dedent

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import SampleProject, assert_plan_creates, assert_plan_edits
from plan.shops import planned, shop


def shop_with(old: str, new: str) -> SampleProject:
    """The shop, one text of its routers and schemas replaced by another."""
    files = {
        path: shop().tree.read(path).decode().replace(old, new)
        for path in shop().tree.paths()
        if path.startswith(("app/routers/", "app/schemas/"))
    }
    return shop(**files)


def test_bodies_arrive_in_a_parameter_called_as_elsewhere() -> None:
    plan = planned(shop())

    assert_plan_creates(plan, "app/routers/parcels.py", ("payload: ParcelCreate", "(db, payload)"))
    assert_plan_creates(plan, "app/crud/parcel.py", "**payload.model_dump()")


def test_queries_are_declared_as_dependencies_are() -> None:
    plan = shop().plan("Parcel", ["tracking:str40:filter"], auth="none", paginate="cursor")

    assert isinstance(plan, Plan), plan
    assert_plan_creates(plan, "app/routers/parcels.py", "query: ParcelQuery = Query()")


def test_a_body_is_not_called_as_something_else_of_the_endpoint() -> None:
    plan = planned(shop_with("payload", "request"))

    assert_plan_creates(plan, "app/routers/parcels.py", ("data: ParcelCreate", "request: Request"))


def test_modules_are_imported_by_dots_where_the_project_does() -> None:
    files = {
        path: shop().tree.read(path).decode().replace("from app.", "from ..")
        for path in shop().tree.paths()
        if path.startswith(("app/routers/", "app/models/"))
    }

    plan = planned(shop(**files))

    assert_plan_creates(
        plan, "app/routers/parcels.py", ("from ..crud import parcel", "from ..db import get_db")
    )
    assert_plan_creates(plan, "app/crud/parcel.py", "from ..models.parcel import Parcel")


def test_the_name_of_one_class_is_no_habit() -> None:
    plan = planned(shop_with("BoxCreate", "WebBoxUpsertPayload"))

    assert_plan_creates(plan, "app/schemas/parcel.py", "class ParcelCreate(")


def test_a_router_is_imported_from_where_it_lies() -> None:
    main = """\
        from fastapi import FastAPI

        from app.boxes.router import router as boxes_router
        from app.pages.router import router as pages_router

        app = FastAPI()
        app.include_router(boxes_router)
        app.include_router(pages_router)
    """
    router = shop().tree.read("app/routers/boxes.py").decode()
    files = {path: shop().tree.read(path) for path in shop().tree.paths() if "routers/" not in path}
    files |= {
        "app/main.py": dedent(main).encode(),
        "app/boxes/router.py": router.encode(),
        "app/pages/router.py": b"from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n"
        b'@router.get("/")\ndef index():\n    return {}\n',
        "pyproject.toml": b'[tool.fastapi-endpoint]\nlayout.router = "app/{singular}/router.py"\n',
    }

    plan = planned(SampleProject(shop().tree.of_files(files)))

    assert_plan_edits(
        plan,
        "app/main.py",
        """\
+from app.parcel.router import router as parcels_router
+app.include_router(parcels_router)
""",
    )


def test_docstrings_keep_to_the_line_length() -> None:
    project = shop(**{"pyproject.toml": "[tool.ruff]\nline-length = 79\n"})
    lines = [
        line
        for each in project.plan("Parcel", ["at:datetime:optional:sort"], auth="none").operations
        for line in getattr(each, "text", "").splitlines()
    ]

    assert max(map(len, lines)) <= 79
    assert "The order of a list: a key, then the id" in "\n".join(lines)


def test_rows_and_what_shows_them_have_names_of_their_own() -> None:
    files = {
        f"app/{path}": shop().tree.read(f"app/{path}").decode().replace(f"{class_}Read", class_)
        for one, class_ in (("box", "Box"), ("cart", "Cart"), ("label", "Label"))
        for path in (f"schemas/{one}.py",)
    }
    files |= {
        path: shop()
        .tree.read(path)
        .decode()
        .replace("Read", "")
        .replace("import Box, BoxCreate", "import BoxCreate")
        for path in shop().tree.paths()
        if path.startswith("app/routers/")
    }
    plan = shop(**files).plan("Parcel", ["tracking:str40"], auth="none", paginate="none")

    assert isinstance(plan, Plan), plan
    assert_plan_creates(plan, "app/schemas/parcel.py", "class ParcelResponse(")


def test_a_project_whose_application_is_unknown_mounts_the_router_in_its_tests() -> None:
    main = shop().tree.read("app/main.py").decode().replace("app = FastAPI()", "app = make()")

    plan = planned(shop(**{"app/main.py": main}))

    assert_plan_creates(plan, "tests/test_parcels.py", "app.include_router(router")


def test_tests_name_the_rules_that_they_break_where_the_project_has_them() -> None:
    strict = shop(**{"pyproject.toml": '[tool.ruff]\nlint.select = ["PLR2004"]\n'})

    assert_plan_creates(planned(strict), "tests/test_parcels.py", "# ruff: noqa: PLR2004\n")
    assert "noqa" not in next(
        file.text
        for file in planned(shop()).operations
        if getattr(file, "path", "") == "tests/test_parcels.py"
    )
