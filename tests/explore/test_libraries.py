"""Libraries that do part of an endpoint's work: found where they are imported."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.domain.conventions import Libraries
from fastapi_endpoint.explore.libraries import LIBRARIES, detect_libraries
from fastapi_endpoint.explore.requirements import detect_requirements


def libraries(files: dict[str, str]) -> Libraries:
    index = index_of({"app/__init__.py": "", **files})
    return detect_libraries(index, detect_requirements(index.tree))


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_each_is_found_where_it_is_imported(library) -> None:
    text = f"import {library.package}\n{APP}"
    found = getattr(libraries({"app/main.py": text, "requirements.txt": library.name}), library.work)
    assert (found.value, found.confidence) == (library.name, "high")
    assert [(where.file, where.line) for where in found.witnesses] == [
        ("app/main.py", 1),
        ("requirements.txt", 1),
    ]


def test_what_is_declared_and_never_imported_is_not_in_use() -> None:
    found = libraries({"app/main.py": APP, "requirements.txt": "fastapi-users\n"}).users
    assert (found.value, found.confidence) == (None, "high")
    assert found.against[0].note == "fastapi-users is declared, nowhere imported"


def test_a_declared_library_is_found_in_files_without_routes() -> None:
    files = {"app/main.py": APP, "app/views.py": "from sqladmin import ModelView\n"}
    assert libraries(files).admin.value is None
    assert libraries({**files, "requirements.txt": "sqladmin\n"}).admin.value == "sqladmin"


def test_a_module_of_the_project_is_no_library() -> None:
    files = {"punq.py": "x = 1\n", "app/main.py": f"import punq\n{APP}"}
    assert libraries(files).container.value is None


def test_two_that_do_the_same_work_are_in_doubt() -> None:
    found = libraries({"app/main.py": f"import dishka\nimport punq\n{APP}"}).container
    assert found.confidence == "low"
    assert found.against[0].note == "imports punq"


def test_nothing_is_there_by_default() -> None:
    assert libraries({"app/main.py": APP}) == Libraries()
