"""Packages that hand on names are told from packages that modules are taken from."""

from fastapi_endpoint.explore import explore
from fastapi_endpoint.render.new import new_project
from fastapi_endpoint.source.tree import SourceTree


def test_a_package_that_a_whole_module_is_taken_from_hands_on_nothing():
    files = new_project("shop")
    assert "from app.crud import user" in files["app/api/routes/users.py"]
    layout = explore(SourceTree.of_files(files)).conventions.layout
    assert (layout.crud_package.value, layout.schema_package.value) == ("", "")
