"""Smallest applications in memory, for tests of one detector at a time."""

from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.source.tree import SourceTree

ROUTER = (
    'from fastapi import APIRouter\nrouter = APIRouter(prefix="/{name}")\n'
    '@router.get("")\ndef list_{name}(): ...\n'
)
APP = "from fastapi import FastAPI\napp = FastAPI()\n"


def index_of(files: dict[str, str]) -> Index:
    """What detectors see of these files."""
    return Index(SourceTree.of_files(files))


def routers(*names: str, folder: str = "app/routers") -> dict[str, str]:
    """A package with one router for each name."""
    made = {f"{folder}/{name}.py": ROUTER.format(name=name) for name in names}
    return {"app/__init__.py": "", f"{folder}/__init__.py": "", **made}
