"""The secret that signs tokens: a field of the host's settings, or small settings of our own."""

from fastapi_endpoint.domain.conventions import Conventions
from fastapi_endpoint.fragments import Fragment, Import, Module
from fastapi_endpoint.render.access import reference
from fastapi_endpoint.render.kits.kit import Setting
from fastapi_endpoint.render.templates import shape
from fastapi_endpoint.render.view import Place

SECRET = "SECRET_KEY"  # noqa: S105 - the name of a setting
LENGTH = 32


def secret_expression(habits: Conventions, own: Place) -> Fragment:
    """How code reads the secret: from the host's settings, else from the module `own`."""
    found = habits.settings.value
    if found is None:
        return Fragment(f"settings.{SECRET}", frozenset({Import(own.module, "settings")}))
    called = "()" if found.called else ""
    return reference(found.instance).put("", f"{called}.{_name(habits)}")


def secret_setting(habits: Conventions) -> Setting | None:
    """The field that the host's settings need; None where they are ours or have it."""
    found = habits.settings.value
    if found is None or _name(habits) in found.names:
        return None
    return Setting(
        file=found.class_.file,
        class_name=found.class_.name,
        declaration=f"{_name(habits)}: str = Field(min_length={LENGTH}, repr=False)",
        imports=(Import("pydantic", "Field"),),
        variable=f"{found.prefix}{SECRET}".upper(),
    )


def settings_module() -> Module:
    """Settings of our own, for a project that has none."""
    imports = {Import("pydantic", "Field"), Import("pydantic_settings", "BaseSettings")}
    imports |= {Import("pydantic_settings", "SettingsConfigDict")}
    return Module(
        body=shape("kits/settings.py", secret=SECRET, length=LENGTH),
        imports=frozenset(imports),
        defines=("settings",),
    )


def _name(habits: Conventions) -> str:
    found = habits.settings.value
    return SECRET if found is None or found.upper else SECRET.lower()
