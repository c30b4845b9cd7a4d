"""A test module with fixtures of its own does not hide those of the host."""

from fastapi_endpoint.domain.surroundings import FixtureSeen
from fastapi_endpoint.render import render
from render.cases import spec_of, view_of


def module_of(*names: str) -> str:
    fixtures = tuple(FixtureSeen(name=name, file="tests/conftest.py") for name in names)
    view = view_of(
        spec_of(("name:str80:unique",)), tests__fixtures=fixtures, tests__conftest_names=None, entry_points=()
    )
    return next(file.text for file in render(view) if "test" in file.artefacts)


def test_a_client_of_the_host_keeps_its_name() -> None:
    assert "def client(" in module_of("session")
    text = module_of("session", "client")
    assert "def client(" not in text
    assert "def api_client(" in text
    assert "api_client: AsyncClient" in text
