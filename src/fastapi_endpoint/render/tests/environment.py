"""The templates of tests, filled in."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=PackageLoader("fastapi_endpoint.render.tests"),
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - what comes out is Python
    keep_trailing_newline=True,
)


def shape(name: str, values: dict[str, Any]) -> str:
    """The template of that name without empty lines around it."""
    return _TEMPLATES.get_template(f"{name}.jinja").render(values).strip("\n")
