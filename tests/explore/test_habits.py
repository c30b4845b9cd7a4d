"""Naming, answers, pagination, envelopes and schema bases of whole small applications."""

import pytest

from explore.applications import (
    CRUD,
    HEAD,
    MAIN,
    TWO,
    answers_of,
    application,
    naming_of,
    page,
    pagination_of,
    resource,
)
from fastapi_endpoint.domain.conventions import Symbol
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.naming import detect_naming
from fastapi_endpoint.explore.operations import find_operations, with_placeholders
from fastapi_endpoint.explore.schemas import detect_schema_base
from fastapi_endpoint.source.tree import SourceTree


def test_names_are_patterns() -> None:
    found = naming_of(application(TWO))
    assert found.schema_create.value == "{Singular}Create"
    assert found.schema_update.value == "{Singular}Update"
    assert found.schema_response.value == "{Singular}Out"
    assert found.function_list.value == "read_{plural}"
    assert found.function_get.value == "read_{singular}"
    assert found.function_delete.value == "delete_{singular}"
    assert (found.router_variable.value, found.tag.value, found.path.value) == (
        "router",
        "{plural}",
        "/{plural}",
    )
    assert (found.trailing_slash.value, found.item_trailing_slash.value) == (True, False)
    assert {f.confidence for f in (found.schema_create, found.function_list, found.tag)} == {"high"}


def test_a_resource_has_one_voice() -> None:
    extra = '\n@router.get("/{{{one}_id}}/owners", response_model=list[{Name}Out])\ndef owners_of(): ...\n'
    found = naming_of(application({"items": resource("Item", CRUD + extra), "users": resource("User")}))
    assert (found.function_list.value, found.function_list.confidence) == ("read_{plural}", "high")


def test_what_one_route_does_is_no_habit() -> None:
    body = '\n@router.get("", response_model=list[{Name}Out])\ndef admin_list_own_{many}_with_totals(): ...\n'
    found = naming_of(application({"items": resource("Item", body)}))
    assert (found.function_list.value, found.function_list.origin) == ("list_{plural}", "default")


def test_kebab_paths_capital_tags_and_no_slash() -> None:
    body = '\n@router.get("", response_model=list[{Name}Out])\ndef list_{many}(): ...\n'
    text = resource("OrderItem", body, path="order-items", tag="Order Items")
    found = naming_of(application({"order_items": text}))
    assert (found.path.value, found.path_case.value, found.trailing_slash.value) == (
        "/{plural}",
        "kebab",
        False,
    )
    assert found.tag.value == "{Plural}"


@pytest.mark.parametrize(
    ("name", "resource_name", "pattern"),
    [
        ("create_order_item", "order_item", "create_{singular}"),
        ("OrderItemsPage", "order_item", "{Plural}Page"),
        ("BrandRead", "brand", "{Singular}Read"),
        ("brand_router", "brand", "{singular}_router"),
        ("create_branding", "brand", None),
        ("get_all", "brand", None),
    ],
)
def test_placeholders(name: str, resource_name: str, pattern: str | None) -> None:
    assert with_placeholders(name, resource_name) == pattern


def test_tables() -> None:
    models = (
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
        "class ItemModel(Base):\n    __tablename__ = 'items'\n"
        "class UserModel(Base):\n    __tablename__ = 'users'\n"
    )
    found = naming_of(application(TWO, app__models=models))
    assert (found.model_class.value, found.table.value) == ("{Singular}Model", "{plural}")


def test_a_base_that_makes_table_names() -> None:
    models = (
        "from sqlalchemy.orm import DeclarativeBase, declared_attr\n"
        "class Base(DeclarativeBase):\n"
        "    @declared_attr.directive\n"
        "    def __tablename__(cls) -> str:\n        return f'{cls.__name__.lower()}s'\n"
        "class Item(Base): ...\n"
    )
    assert naming_of(application(TWO, app__models=models)).table.value == "{plural}"


def test_answers() -> None:
    found = answers_of(application(TWO))
    assert (found.create_status.value, found.delete_status.value, found.update_method.value) == (
        201,
        204,
        "put",
    )
    assert (found.list_shape.value, found.page_parameters.value) == ("bare list", ("skip", "limit"))
    assert (found.error_style.value, found.not_found.value) == ("http_exception", None)
    assert found.not_found_detail.value == "{Singular} not found"
    assert (found.return_style.value, found.dependency_style.value) == ("response_model", "default")


def test_the_projects_own_not_found_exception() -> None:
    errors = "from fastapi import HTTPException\nclass NotFound(HTTPException): ...\n"
    body = (
        "from app.errors import NotFound\n"
        '\n@router.get("/{{{one}_id}}", response_model={Name}Out)\n'
        'def get_{one}({one}_id: int):\n    raise NotFound(detail=f"{Name} {{{one}_id}} not found")\n'
    )
    found = answers_of(application({"items": resource("Item", body)}, app__errors=errors))
    assert found.not_found.value == Symbol("app/errors.py", "NotFound", "app.errors")
    assert found.not_found_detail.value == "{Singular} not found"


@pytest.mark.parametrize("handled", ["    app.add_exception_handler(ItemMissing, f)\n", "    ...\n"])
def test_domain_errors_with_a_handler_or_raised_where_something_must_answer_them(handled: str) -> None:
    errors = f"from fastapi import FastAPI\nclass ItemMissing(Exception): ...\ndef register(app):\n{handled}"
    body = (
        "from app.errors import ItemMissing\nfrom fastapi import FastAPI\n"
        '\n@router.get("/{{{one}_id}}", response_model={Name}Out)\n'
        "def get_{one}({one}_id: int):\n    raise ItemMissing()\n"
    )
    found = answers_of(application({"items": resource("Item", body)}, app__errors=errors))
    assert found.error_style.value == "domain"


@pytest.mark.parametrize(
    ("body", "style", "names"),
    [
        (page("page: int = 1, size: int = 20"), "page", ("page", "size")),
        (
            page("q: Annotated[Filter, Query()]").replace(
                "class Page",
                "class Filter(BaseModel):\n    offset: int = 0\n    limit: int = 20\n\nclass Page",
            ),
            "offset",
            ("offset", "limit"),
        ),
        (resource("Item"), "offset", ("skip", "limit")),
        (
            resource(
                "Item",
                '\n@router.get("")\ndef list_{many}(cursor: str | None = None, limit: int = 20): ...\n',
            ),
            "cursor",
            ("cursor", "limit"),
        ),
        (
            resource("Item", '\n@router.get("", response_model=list[{Name}Out])\ndef list_{many}(): ...\n'),
            "none",
            (),
        ),
        (
            "from fastapi_pagination import Page\n"
            + resource("Item", '\n@router.get("", response_model=Page[{Name}Out])\ndef list_{many}(): ...\n'),
            "fastapi_pagination",
            (),
        ),
    ],
)
def test_pagination(body: str, style: str, names: tuple[str, ...]) -> None:
    index = application({"items": body})
    assert pagination_of(index).value == style
    assert answers_of(index).page_parameters.value == names


def test_pagination_through_a_dependency_alias() -> None:
    deps = (
        "from typing import Annotated\nfrom fastapi import Depends\n"
        "def common(page: int = 1, items_per_page: int = 5):\n    return {}\n"
        "Common = Annotated[dict, Depends(common)]\n"
    )
    body = "from app.deps import Common\n" + resource(
        "Item", '\n@router.get("", response_model=list[{Name}Out])\ndef list_{many}(common: Common): ...\n'
    )
    index = application({"items": body}, app__deps=deps)
    assert pagination_of(index).value == "page"
    assert answers_of(index).page_parameters.value == ("page", "items_per_page")


def test_containers_decide_over_slices() -> None:
    index = application({"items": page("page: int = 1"), "users": resource("User")})
    fact = pagination_of(index)
    assert (fact.value, len(fact.against)) == ("page", 1)


def test_a_page_model_is_named_where_it_is_shared() -> None:
    pages = "from pydantic import BaseModel\nclass Paged(BaseModel):\n    total: int\n    page: int\n"
    body = (
        "from app.pages import Paged\n\nclass {Name}List(Paged):\n    items: list[{Name}Out]\n"
        '\n@router.get("", response_model={Name}List)\ndef list_{many}(page: int = 1): ...\n'
    )
    both = {"items": resource("Item", body), "users": resource("User", body)}
    found = answers_of(application(both, app__pages=pages))
    assert found.page_model.value == Symbol("app/pages.py", "Paged", "app.pages")
    assert found.list_shape.value == "{items,total,page}"


def test_the_page_of_a_library_is_known_by_its_fields() -> None:
    body = (
        "from fastcrud.paginated import PaginatedListResponse\n"
        '\n@router.get("", response_model=PaginatedListResponse[{Name}Out])\n'
        "def list_{many}(page: int = 1, items_per_page: int = 10): ...\n"
    )
    found = answers_of(application({"items": resource("Item", body), "users": resource("User", body)}))
    assert found.list_shape.value == "{data,total_count,has_more,page,items_per_page}"
    assert found.page_model.value is None


def test_a_shared_schema_base() -> None:
    base = "from pydantic import BaseModel\nclass Schema(BaseModel):\n    model_config = {}\n"
    schemas = "from app.base import Schema\n" + "".join(
        f"class {name}(Schema):\n    x: int\n" for name in ("ItemCreate", "ItemOut", "UserOut")
    )
    index = application(
        {"items": "from fastapi import APIRouter\nrouter = APIRouter()\n"},
        app__base=base,
        app__schemas=schemas,
    )
    assert detect_schema_base(index).value == Symbol("app/base.py", "Schema", "app.base")


def test_the_base_of_one_resource_is_not_shared() -> None:
    schemas = "from pydantic import BaseModel\nclass ItemBase(BaseModel):\n    name: str\n" + "".join(
        f"class Item{name}(ItemBase):\n    x: int\n" for name in ("Create", "Update", "Out")
    )
    index = application(
        {"items": "from fastapi import APIRouter\nrouter = APIRouter()\n"}, app__schemas=schemas
    )
    assert detect_schema_base(index).value is None


def test_a_prefix_from_settings_hides_no_operation() -> None:
    main = (
        "from fastapi import FastAPI\nfrom app.routers import items\n"
        "from app.config import settings\napp = FastAPI()\n"
        'app.include_router(items.router, prefix=settings.prefix, tags=["items"])\n'
    )
    body = HEAD.format(Name="Item", path="items", tag="items") + CRUD.format(
        Name="Item", one="item", many="items"
    )
    index = Index(
        SourceTree.of_files(
            {
                "app/main.py": main,
                "app/routers/items.py": body,
                "app/routers/__init__.py": "",
                "app/__init__.py": "",
            }
        )
    )
    assert [each.resource for each in find_operations(index)] == ["item"] * 5


def test_pagination_that_services_do() -> None:
    index = application(
        {"items": resource("Item", '\n@router.get("")\nasync def list_{many}(): ...\n')},
        app__services="from fastapi_pagination.ext.sqlalchemy import paginate\n",
    )
    assert pagination_of(index).value == "fastapi_pagination"


def test_routes_that_do_something_are_no_resources() -> None:
    body = '\n@router.post("/merge_{many}")\ndef merge(): ...\n@router.get("/metrics")\ndef metrics(): ...\n'
    assert find_operations(application({"items": resource("Item", body)})) == ()


@pytest.mark.parametrize(
    ("detail", "pattern"),
    [
        ('"Item not found"', "{Singular} not found"),
        ('f"Item {{item_id}} not found"', "{Singular} not found"),
        ('"the item does not exist"', "the {singular} does not exist"),
    ],
)
def test_words_of_a_404(detail: str, pattern: str) -> None:
    body = f'\n@router.get("/{{{{item_id}}}}")\ndef get_item():\n    raise HTTPException(404, {detail})\n'
    index = application({"items": resource("Item", body)})
    assert answers_of(index).not_found_detail.value == pattern


def test_words_that_make_no_sense_without_their_value_are_left() -> None:
    error = 'HTTPException(404, f"No item with id: {{item_id}}")'
    body = f'\n@router.get("/{{{{item_id}}}}")\ndef get_item():\n    raise {error}\n'
    found = answers_of(application({"items": resource("Item", body)})).not_found_detail
    assert (found.value, found.origin) == ("{Singular} not found", "default")


def test_a_base_without_fields_is_shared_in_its_own_file_too() -> None:
    text = (
        "from pydantic import BaseModel as Pydantic\nclass BaseModel(Pydantic):\n    class Config: ...\n"
        "class Ship(BaseModel):\n    name: str\nclass Port(BaseModel):\n    name: str\n"
    )
    index = Index(SourceTree.of_files({"app/schemas.py": text}))
    assert detect_schema_base(index).value == Symbol("app/schemas.py", "BaseModel", "app.schemas")


def test_what_most_say_in_front_of_their_path_is_part_of_it() -> None:
    def told(*prefixes: str) -> str:
        names = ("items", "users", "teams")
        includes = "".join(
            f"app.include_router({name}.router, prefix='{prefix}/{name}')\n"
            for name, prefix in zip(names, prefixes, strict=True)
        )
        plain = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('')\ndef all(): ...\n"
        files = {f"app/routers/{name}.py": plain for name in names}
        main = MAIN.format(names=", ".join(names)) + includes
        index = Index(SourceTree.of_files({"app/routers/__init__.py": "", **files, "app/main.py": main}))
        return detect_naming(index, find_operations(index)).path.value

    assert told("/v1", "/v1", "/v1") == "/v1/{plural}"
    assert told("/v1", "/v1", "") == "/v1/{plural}"
    assert told("/v1", "/v2", "") == "/{plural}"


@pytest.mark.parametrize("name", ["Table", "Model", "DB", "_"])
def test_a_table_may_be_called_what_others_end_in(name: str) -> None:
    tables = (
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n"
        f"class {name}(Base):\n    __tablename__ = 'rows'\n"
    )
    index = application(
        {"items": "from fastapi import APIRouter\nrouter = APIRouter()\n"}, app__models=tables
    )
    assert detect_naming(index, find_operations(index)).table.value == "{plural}"
