"""How modules of a package import one another, where shared ones lie, and which are dataclasses too."""

import pytest

from fastapi_endpoint.testing import SampleProject
from plan.shops import shop


def climbing() -> SampleProject:
    """The shop, its modules importing one another by dots."""
    files = {
        path: data.decode().replace("from app.", "from ..")
        for path, data in ((path, shop().tree.read(path)) for path in shop().tree.paths())
        if path.startswith(("app/routers/", "app/models/"))
    }
    return shop(**files)


def test_modules_that_climb_are_told_from_those_that_name_the_package() -> None:
    assert climbing().explored.conventions.layout.relative_imports.value == "package"
    assert shop().explored.conventions.layout.relative_imports.value == "never"


def test_a_folder_without_modules_is_no_home_for_shared_ones() -> None:
    moved = {f"src/{path}": shop().tree.read(path).decode() for path in shop().tree.paths() if "app/" in path}
    files = {path: text.replace("from app", "from src.app") for path, text in moved.items()}

    found = SampleProject(shop().tree.of_files({"requirements.txt": "fastapi\nsqlalchemy>=2\n", **files}))

    assert found.explored.conventions.layout.shared.value == "src/app"


def test_a_base_that_makes_dataclasses_is_known() -> None:
    db = shop().tree.read("app/db.py").decode()
    db = db.replace("DeclarativeBase):", "MappedAsDataclass, DeclarativeBase):").replace(
        "import DeclarativeBase", "import DeclarativeBase, MappedAsDataclass"
    )

    assert shop(**{"app/db.py": db}).explored.conventions.models.as_dataclass.value
    assert not shop().explored.conventions.models.as_dataclass.value


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("app/models/storage.py",), "app/models/storage.py"),
        (("app/models/storage.py", "app/models/sales.py"), "app/models/{singular}.py"),
    ],
)
def test_several_files_of_a_kind_are_no_file_for_all(files: tuple[str, ...], expected: str) -> None:
    boxes = shop().tree.read("app/models/box.py").decode()
    others = {path: boxes.replace("Box", f"Thing{number}") for number, path in enumerate(files)}
    kept = {path: shop().tree.read(path) for path in shop().tree.paths() if "app/models/" not in path}

    found = SampleProject(shop().tree.of_files({**kept, **others}))

    assert found.explored.conventions.layout.model.value == expected
