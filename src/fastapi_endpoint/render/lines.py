"""Lines of Pydantic classes."""

from fastapi_endpoint.fragments import Fragment, Import

_FIELD = Import("pydantic", "Field")


def body_line(name: str, python_name: str, annotation: Fragment, default: Fragment | None) -> Fragment:
    """A field of a body; under an alias where its own name would hide what the class needs."""
    return _line(name, python_name, annotation, default, "alias")


def shown_line(name: str, python_name: str, annotation: Fragment) -> Fragment:
    """A field of an answer, which is read from the attributes of a row."""
    return _line(name, python_name, annotation, None, "serialization_alias")


def _line(name: str, python_name: str, annotation: Fragment, default: Fragment | None, word: str) -> Fragment:
    line = annotation.put(f"{python_name}: ")
    if name != python_name:
        default = _aliased(default, f'{word}="{name}"')
    if default is None:
        return line
    return Fragment(f"{line.text} = {default.text}", line.imports | default.imports)


def _aliased(default: Fragment | None, alias: str) -> Fragment:
    if default is None:
        return Fragment(f"Field({alias})", frozenset({_FIELD}))
    if default.text.startswith("Field("):
        return Fragment(f"{default.text[:-1]}, {alias})", default.imports)
    return default.put("Field(default=", f", {alias})").needing(_FIELD)
