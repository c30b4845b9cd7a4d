"""Where the files of one kind lie, from the paths that resources show."""

import pytest

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.places import voted
from fastapi_endpoint.explore.resources import Nouns
from fastapi_endpoint.testing import SampleProject, project
from plan.shops import shop


def home(*patterns: str) -> str:
    return voted([(pattern, Witness(pattern, 1)) for pattern in patterns], "", "models").value


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (
            ("app/models/{singular}.py", "app/{plural}.py", "app/models/{singular}.py"),
            "app/models/{singular}.py",
        ),
        (("app/api/routes_{singular}_settings.py", "app/{plural}.py"), "app/{plural}.py"),
        (
            (
                "app/sales/models/{singular}.py",
                "app/stock/models/{singular}.py",
                "app/hr/models/{singular}.py",
            ),
            "app/{plural}/models/{singular}.py",
        ),
        (
            (
                "app/sales/models/{singular}.py",
                "app/sales/models/{singular}.py",
                "app/hr/models/{singular}.py",
            ),
            "app/sales/models/{singular}.py",
        ),
    ],
    ids=["most", "plainest", "features", "two folders are no rule"],
)
def test_the_next_file_lies_where_most_do(patterns: tuple[str, ...], expected: str) -> None:
    assert home(*patterns) == expected


def test_both_numbers_of_a_name_are_left_out() -> None:
    nouns = Nouns.__new__(Nouns)

    assert nouns.pattern("app/boxes/models/box.py", "box") == "app/{plural}/models/{singular}.py"


def test_a_class_of_rows_is_no_layer_of_queries() -> None:
    files = {
        f"app/{path}": shop().tree.read(f"app/{path}").decode()
        for path in ("routers/boxes.py", "routers/carts.py", "routers/labels.py")
    }
    listed = "(await db.execute(select(Box))).scalars().all()"
    files["app/routers/boxes.py"] = files["app/routers/boxes.py"].replace(listed, "await Box.find(db)")
    row = shop().tree.read("app/models/box.py").decode()
    row += "\n    @classmethod\n    async def find(cls, db):\n        return await db.execute(select(cls))\n"

    found = shop(**files, **{"app/models/box.py": row}).explored.conventions.layout

    assert found.crud_style.value == "none"
    assert found.crud.value == "app/crud/{singular}.py"


def test_tests_begin_beside_the_application_where_there_are_none() -> None:
    moved = {f"backend/{path}": shop().tree.read(path) for path in shop().tree.paths()}

    found = SampleProject(shop().tree.of_files(moved)).explored

    assert found.conventions.layout.test.value == "backend/tests/test_{plural}.py"


@pytest.mark.parametrize(
    ("uses", "registries"),
    [
        ("", ("app/db/base.py",)),
        ("# User and Item are known to the metadata\n", ("app/db/base.py",)),
        ("VIEWS = [User, Item]\n", ()),
    ],
)
def test_a_module_that_uses_the_models_it_imports_is_no_registry(
    uses: str, registries: tuple[str, ...]
) -> None:
    table = "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nfrom app.meta import Base\n"
    row = (
        "class {0}(Base):\n    __tablename__ = '{0}'\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
    )
    found = project(
        {
            "app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n",
            "app/meta.py": "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
            "app/models/user.py": table + row.format("User"),
            "app/models/item.py": table + row.format("Item"),
            "app/db/base.py": f"from app.models.user import User\nfrom app.models.item import Item\n{uses}",
        }
    ).explored
    assert found.conventions.layout.model_registry.value == registries
