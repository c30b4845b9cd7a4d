"""Pages behind factories and envelopes, and schema bases that rival one another."""

from explore.small import APP, index_of
from fastapi_endpoint.explore.pagination import detect_pagination, find_pages
from fastapi_endpoint.explore.schemas import detect_schema_base, detect_schema_config

MODELS = (
    "from typing import Generic, TypeVar\nfrom pydantic import BaseModel\nT = TypeVar('T')\n"
    "class Answer(BaseModel, Generic[T]):\n    code: int\n    data: T\n    message: str\n"
    "class Page(BaseModel, Generic[T]):\n    page: int\n    total: int\n    rows: list[T]\n"
    "class Query(BaseModel):\n    page: int = 1\n    size: int = 20\n"
    "class Post(BaseModel):\n    id: int\n"
)
HEAD = "from fastapi import Depends\nfrom app.models import *\n" + APP


def pagination(routes):
    index = index_of({"app/__init__.py": "", "app/models.py": MODELS, "app/main.py": HEAD + routes})
    return detect_pagination(index, find_pages(index))


def test_a_page_in_an_envelope_is_a_page():
    routes = '@app.post("/posts/list")\ndef list_posts(query: Query) -> Answer[Page[Post]]: ...\n'
    assert pagination(routes).value == "page"
    other = '@app.post("/posts")\ndef add_post(query: Query) -> Answer[Post]: ...\n'
    assert pagination(other).value == "none"


def test_what_a_factory_s_function_takes_comes_from_the_client():
    routes = (
        "def filters(model):\n    def inner(limit: int = 20, offset: int = 0): ...\n    return inner\n"
        '@app.get("/posts")\ndef list_posts(by = Depends(filters(Post))) -> list[Post]: ...\n'
    )
    assert pagination(routes).value == "offset"


def test_what_a_factory_is_given_does_not():
    routes = (
        "def make(limit: int = 20, offset: int = 0):\n    def inner(): ...\n    return inner\n"
        '@app.get("/posts")\ndef list_posts(by = Depends(make(5, 1))) -> list[Post]: ...\n'
    )
    assert pagination(routes).value == "none"


def test_an_object_that_is_called_takes_what_its_call_takes():
    routes = (
        "class Pager:\n    def __init__(self, most): ...\n"
        "    def __call__(self, page: int = 1, size: int = 20): ...\n"
        '@app.get("/posts")\ndef list_posts(by = Depends(Pager(100))) -> list[Post]: ...\n'
    )
    assert pagination(routes).value == "page"


def schema_base(*names):
    """Schemas that descend from each of the bases in turn."""
    bases = "from pydantic import BaseModel\n" + "".join(
        f"class {name}(BaseModel): ...\n" for name in set(names)
    )
    files = {
        f"app/s{number}.py": f"from app.bases import {name}\nclass S{number}X({name}):\n    a{number}: int\n"
        for number, name in enumerate(names)
    }
    return detect_schema_base(
        index_of({"app/__init__.py": "", "app/bases.py": bases, **files, "app/main.py": APP})
    )


def test_two_bases_of_equal_weight_are_a_question():
    assert schema_base("Base", "Base", "Base", "Base").confidence == "high"
    assert schema_base("Base", "Base", "Base", "Dto", "Dto", "Dto").confidence == "low"


def test_a_base_that_no_schema_of_an_endpoint_descends_from_is_a_question():
    files = {
        "app/__init__.py": "",
        "app/base.py": "from pydantic import BaseModel\nclass Dto(BaseModel): ...\n",
        **{f"app/s{n}.py": f"from app.base import Dto\nclass S{n}X(Dto):\n    a{n}: int\n" for n in range(4)},
        "app/answers.py": "from pydantic import BaseModel\nclass Health(BaseModel):\n    message: str\n",
    }
    route = '@app.get("/health")\ndef health() -> {answer}: ...\n'
    for answer, confidence in (("Health", "low"), ("S1X", "high"), ("dict", "high")):
        main = f"from app.answers import Health\nfrom app.s1 import S1X\n{APP}{route.format(answer=answer)}"
        assert detect_schema_base(index_of({**files, "app/main.py": main})).confidence == confidence


def test_what_the_shared_base_sets():
    base = (
        "from pydantic import BaseModel, ConfigDict\nclass Base(BaseModel):\n"
        "    model_config = ConfigDict(from_attributes=True)\n"
    )
    files = {f"app/s{n}.py": f"from app.bases import Base\nclass S{n}X(Base): ...\n" for n in range(4)}
    index = index_of({"app/__init__.py": "", "app/bases.py": base, **files, "app/main.py": APP})
    assert detect_schema_config(index, detect_schema_base(index).value).value == ("from_attributes=True",)
