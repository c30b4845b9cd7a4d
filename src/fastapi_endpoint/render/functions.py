"""Functions of the query layer: signature, scope, and how they call one another."""

from fastapi_endpoint.fragments import Fragment, Import, join
from fastapi_endpoint.render.view import ResourceView


def schema(view: ResourceView, name: str | None) -> Fragment:
    """A schema class of the resource, imported; only asked for where it exists."""
    return Fragment(name or "", frozenset({Import(view.places.schema.module, name or "")}))


def shared_name(view: ResourceView, module: str, name: str) -> Fragment:
    """A name of a shared module, imported."""
    return Fragment(name, frozenset({Import(view.shared_place(module).module, name)}))


def function(
    view: ResourceView, name: str, parameters: list[Fragment], returns: Fragment, body: list[Fragment]
) -> Fragment:
    """A whole function: session first, the scope keyword-only last."""
    session = view.idiom.session_type.put(f"{'*, ' if view.keywords else ''}{view.session.parameter}: ")
    owner = view.access.owner
    star = "" if view.keywords else "*, "
    scoped = [owner.column.python.put(f"{star}{owner.keyword}: ")] if owner else []
    arguments = join(", ", [session, *parameters, *scoped])
    head = join("", [arguments.put(f"{view.idiom.def_} {name}(", ")"), returns.put(" -> ", ":")])
    return join("\n", [head, *(line.put("    ") for line in body)])


def passed(view: ResourceView, *names: str) -> str:
    """The arguments of a call of a query: its session, then variables that are called as its parameters."""
    given = (view.session.parameter, *names)
    return ", ".join(f"{name}={name}" if view.keywords else name for name in given)


def identified(view: ResourceView) -> Fragment:
    """The parameter that says which row."""
    return view.id.plain_type.put(f"{view.id.parameter}: ")


def scope(view: ResourceView, *, by_id: bool = True) -> str:
    """What every WHERE of the resource holds."""
    model, owner = view.model_class, view.access.owner
    parts = []
    if by_id:
        parts.append(f"{model}.{view.id.column.python_name} == {view.id.lookup.format(view.id.parameter)}")
    if owner:
        parts.append(f"{model}.{owner.column.python_name} == {owner.keyword}")
    return ", ".join(parts)


def call(view: ResourceView, name: str, argument: str) -> str:
    """A call of another query with the same session and scope."""
    owner = view.access.owner
    scoped = f", {owner.keyword}={owner.keyword}" if owner else ""
    prefix = f"{view.crud.class_name}." if view.crud.class_name else ""
    return f"{view.idiom.await_}{prefix}{name}({passed(view, argument)}{scoped})"
