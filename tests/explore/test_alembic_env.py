"""What Alembic's `env.py` does."""

import pytest

from fastapi_endpoint.domain.conventions import Migrations
from fastapi_endpoint.explore.alembic_env import with_environment
from fastapi_endpoint.explore.migrations import detect_migrations
from fastapi_endpoint.source.tree import SourceTree

INI = "[alembic]\nscript_location = alembic\n"
TEMPLATE = (
    "from alembic import context\nfrom sqlalchemy import engine_from_config\n{imports}"
    "config = context.config\n{sets}target_metadata = None\ntarget_metadata = {metadata}  # ours\n"
    "def run_migrations_offline():\n    url = config.get_main_option('sqlalchemy.url')\n"
    "    context.configure(\n        url=url,\n        target_metadata=target_metadata,\n    )\n"
)


def migrations(imports: str = "", sets: str = "", metadata: str = "Base.metadata") -> Migrations:
    text = TEMPLATE.format(imports=imports, sets=sets, metadata=metadata)
    tree = SourceTree.of_files({"alembic.ini": INI, "alembic/env.py": text})
    return with_environment(tree, detect_migrations(tree, "", (), tree.paths())[1])


def test_a_plain_environment() -> None:
    found = migrations()
    assert (found.env_style.value, found.metadata.value, found.url_from.value) == (
        "sync",
        "Base.metadata",
        "ini",
    )
    assert found.metadata.witnesses[0].line == 5


def test_an_async_engine() -> None:
    found = migrations("from sqlalchemy.ext.asyncio import async_engine_from_config\n")
    assert (found.env_style.value, found.env_style.witnesses[0].line) == ("async", 3)


@pytest.mark.parametrize(
    ("imports", "sets", "source"),
    [
        (
            "from app.core.config import settings\n",
            "config.set_main_option('sqlalchemy.url', settings.url)\n",
            "settings",
        ),
        ("from app.settings import get_settings\n", "url = get_settings().database_url\n", "settings"),
        (
            "import os\n",
            "config.set_main_option('sqlalchemy.url', os.environ['DATABASE_URL'])\n",
            "environment",
        ),
        ("from logging.config import fileConfig\n", "fileConfig(config.config_file_name)\n", "ini"),
    ],
)
def test_where_the_url_comes_from(imports: str, sets: str, source: str) -> None:
    assert migrations(imports, sets).url_from.value == source


def test_an_environment_without_metadata_is_in_doubt() -> None:
    found = migrations(metadata="None").metadata
    assert (found.value, found.confidence) == ("", "low")


def test_nothing_is_told_without_an_environment() -> None:
    tree = SourceTree.of_files({"alembic.ini": INI})
    found = detect_migrations(tree, "", (), tree.paths())[1]
    assert with_environment(tree, found) == found
