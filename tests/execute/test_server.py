"""Which PostgreSQL server throw-away databases are made in."""

import pytest

from fastapi_endpoint.execute.options import RehearsalOptions
from fastapi_endpoint.execute.preparing import known_server
from projects import a_project

NEAR = "postgresql+psycopg://ann:pw@127.0.0.1:5433/shop"


@pytest.mark.parametrize(
    ("tests", "settings", "port"),
    [
        (None, {"DATABASE_URL": NEAR}, 5433),
        ("postgresql://localhost:5499/shop_test", {"DATABASE_URL": NEAR}, 5499),
        ("postgresql://localhost:5499/shop", {"DATABASE_URL": NEAR}, 5433),
        (None, {"SECRET_KEY": "x", "URL": "postgresql://db.example.com/shop"}, None),
        (None, {"DATABASE_URL": "sqlite:///shop.db"}, None),
        (None, {}, None),
    ],
)
def test_the_server(tests: str | None, settings: dict[str, str], port: int | None) -> None:
    options = RehearsalOptions(conventions=a_project(tests__db_url=tests).conventions)

    server = known_server(options, settings)

    assert (server.port if server else None) == port
