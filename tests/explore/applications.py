"""Small applications whose endpoints all do the same, and what is read of them."""

from fastapi_endpoint.domain.conventions import Answers, Fact, Naming
from fastapi_endpoint.explore.answers import detect_answers
from fastapi_endpoint.explore.envelope import detect_envelope
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.naming import detect_naming
from fastapi_endpoint.explore.operations import find_operations
from fastapi_endpoint.explore.pagination import detect_pagination, find_pages
from fastapi_endpoint.source.tree import SourceTree

MAIN = "from fastapi import FastAPI\nfrom app.routers import {names}\napp = FastAPI()\n"
HEAD = """from typing import Annotated
from fastapi import APIRouter, Depends, HTTPException, Query, status
from pydantic import BaseModel

class {Name}Create(BaseModel):
    name: str

class {Name}Update(BaseModel):
    name: str | None = None

class {Name}Out(BaseModel):
    id: int

router = APIRouter(prefix="/{path}", tags=["{tag}"])
"""
CRUD = """
@router.get("/", response_model=list[{Name}Out])
def read_{many}(skip: int = 0, limit: int = 100, db = Depends(get_db)): ...

@router.post("/", response_model={Name}Out, status_code=status.HTTP_201_CREATED)
def create_{one}(payload: {Name}Create, db = Depends(get_db)): ...

@router.get("/{{{one}_id}}", response_model={Name}Out)
def read_{one}({one}_id: int, db = Depends(get_db)):
    raise HTTPException(status_code=404, detail="{Name} not found")

@router.put("/{{{one}_id}}", response_model={Name}Out)
def update_{one}({one}_id: int, payload: {Name}Update, db = Depends(get_db)): ...

@router.delete("/{{{one}_id}}", status_code=204)
def delete_{one}({one}_id: int, db = Depends(get_db)): ...
"""


def application(routers: dict[str, str], **more: str) -> Index:
    files = {f"app/routers/{name}.py": text for name, text in routers.items()}
    includes = "".join(f"app.include_router({name}.router)\n" for name in routers)
    files["app/main.py"] = MAIN.format(names=", ".join(routers)) + includes
    files["app/__init__.py"] = files["app/routers/__init__.py"] = ""
    return Index(SourceTree.of_files({**files, **{k.replace("__", "/") + ".py": v for k, v in more.items()}}))


def resource(name: str, body: str = CRUD, path: str | None = None, tag: str | None = None) -> str:
    one, many = name.lower(), f"{name.lower()}s"
    head = HEAD.format(Name=name, path=path or many, tag=tag or many)
    return head + body.format(Name=name, one=one, many=many)


def naming_of(index: Index) -> Naming:
    return detect_naming(index, find_operations(index))


def answers_of(index: Index) -> Answers:
    operations, pages = find_operations(index), find_pages(index)
    envelope = detect_envelope(index, operations)[1]
    return detect_answers(index, operations, pages, detect_pagination(index, pages), envelope)


def pagination_of(index: Index) -> Fact[str]:
    return detect_pagination(index, find_pages(index))


TWO = {"items": resource("Item"), "users": resource("User")}


PAGE = """
class Page{Name}(BaseModel):
    items: list[{Name}Out]
    total: int
    page: int

@router.get("", response_model=Page{Name})
def list_{many}({parameters}): ...
"""


def page(parameters: str) -> str:
    return resource("Item", PAGE.replace("{parameters}", parameters))
