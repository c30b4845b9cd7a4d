"""Shapes of files; every choice in them was made in the view."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _environment() -> Environment:
    return Environment(  # noqa: S701 - the output is Python, not HTML
        loader=PackageLoader("fastapi_endpoint.render", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def shape(name: str, **values: object) -> str:
    """The template of that name, filled in."""
    return _environment().get_template(f"{name}.j2").render(**values)
