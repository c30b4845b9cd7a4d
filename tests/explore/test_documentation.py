"""Docstrings and their language, summaries, operation ids."""

import pytest

from explore.small import APP, index_of
from fastapi_endpoint.domain.conventions import Documentation
from fastapi_endpoint.explore.documentation import detect_documentation
from fastapi_endpoint.explore.languages import language_of

ROUTER = "from fastapi import APIRouter\nrouter = APIRouter()\n"
INCLUDED = (
    "from fastapi import FastAPI\nfrom app.items import router\n"
    "app = FastAPI({app})\napp.include_router(router)\n"
)


def documentation(items: str, app: str = "", **more: str) -> Documentation:
    main = INCLUDED.format(app=app)
    return detect_documentation(
        index_of({"app/__init__.py": "", "app/main.py": main, "app/items.py": ROUTER + items, **more})
    )


def route(docstring: str = "", extra: str = "") -> str:
    body = f'    """{docstring}"""\n' if docstring else "    ...\n"
    return f'@router.get("/items"{extra})\ndef list_items():\n{body}'


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Create a user.", "en"),
        ("Возвращает список заказов", "ru"),
        ("Повертає список замовлень її", "uk"),
        ("获取用户列表", "zh"),
        ("ユーザーを取得する", "ja"),
        ("사용자 목록", "ko"),
        ("Retorna a lista dos usuários para o cliente", "pt"),
        ("Devuelve los pedidos del usuario", "es"),
        ("Renvoie la liste des commandes", "fr"),
        ("Gibt die Liste der Bestellungen mit Preisen", "de"),
        ("Login", None),
        ("2 + 2", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_docstrings_of_endpoints_tell_the_language() -> None:
    found = documentation(route("Возвращает все товары."))
    assert (found.language.value, found.docstrings.value) == ("ru", True)
    assert found.language.witnesses[0].file == "app/items.py"


def test_summaries_tell_it_too() -> None:
    found = documentation(route(extra=', summary="获取商品列表"'))
    assert (found.language.value, found.docstrings.value, found.summaries.value) == ("zh", False, True)


def test_where_endpoints_say_nothing_other_functions_do() -> None:
    helper = '\ndef cut(rows):\n    """Return the rows of a page."""\n'
    assert documentation(route() + helper).language.value == "en"
    assert documentation(route()).language.origin == "default"


def test_a_function_that_makes_operation_ids() -> None:
    naming = "def by_tag(route):\n    return route.name\n"
    main = INCLUDED.format(app="generate_unique_id_function=by_tag").replace(
        "from app.items", "from app.ids import by_tag\nfrom app.items"
    )
    found = documentation(route(), **{"app/main.py": main, "app/ids.py": naming})
    assert found.operation_ids.value == "function"
    assert found.unique_id_function.value is not None
    assert (found.unique_id_function.value.file, found.unique_id_function.value.name) == (
        "app/ids.py",
        "by_tag",
    )
    assert found.operation_ids.witnesses[0].file == "app/main.py"


def test_a_lambda_makes_them_too() -> None:
    found = documentation(route(), "generate_unique_id_function=lambda route: route.name")
    assert (found.operation_ids.value, found.unique_id_function.value) == ("function", None)


def test_operation_ids_that_are_written_or_set_afterwards() -> None:
    assert documentation(route(extra=', operation_id="items"')).operation_ids.value == "written"
    named = "def name_them(app):\n    for route in app.routes:\n        route.operation_id = route.name\n"
    found = documentation(route(), **{"app/ids.py": named}).operation_ids
    assert (found.value, found.witnesses[0].line) == ("renamed", 3)
    simple = "from fastapi_utils.openapi import simplify_operation_ids\nsimplify_operation_ids(app)\n"
    assert documentation(route(), **{"app/ids.py": simple}).operation_ids.witnesses[0].line == 2
    assert documentation(route()).operation_ids.value == "default"


def test_an_application_without_endpoints_says_nothing() -> None:
    assert detect_documentation(index_of({"main.py": APP})) == Documentation()
