"""The class that reads the environment."""

import pytest

from fastapi_endpoint.domain.conventions import SettingsClass, Symbol
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

APP = {"app/main.py": "from fastapi import FastAPI\napp = FastAPI()\n"}
_CLASS = """
from pydantic_settings import BaseSettings, SettingsConfigDict

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")
    DATABASE_URL: str
    NAME: str = "shop"
"""


@pytest.mark.parametrize(
    ("made", "instance"),
    [
        ("settings = Settings()", "settings"),
        ("settings = Settings.model_validate({})", "settings"),
        ("def load():\n    return Settings()\n\nconfig = load()\n", "config"),
        ("@lru_cache\ndef get_settings():\n    return Settings()\n", "get_settings"),
    ],
)
def test_what_code_calls_the_settings(made: str, instance: str) -> None:
    files = {**APP, "app/conf.py": _CLASS + made}
    found = explore(SourceTree.of_files(files)).conventions.settings

    assert found.value == SettingsClass(
        class_=Symbol("app/conf.py", "Settings", "app.conf"),
        instance=Symbol("app/conf.py", instance, "app.conf"),
        called=instance == "get_settings",
        upper=True,
        prefix="SHOP_",
        names=("DATABASE_URL", "NAME"),
    )


def test_a_class_that_nothing_is_made_of_is_none() -> None:
    assert explore(SourceTree.of_files({**APP, "app/conf.py": _CLASS})).conventions.settings.value is None
