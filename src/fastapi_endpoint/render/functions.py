"""Functions of the query layer: signature, scope, and how they call one another."""

from msgspec.structs import replace

from fastapi_endpoint.fragments import Fragment, Import, join
from fastapi_endpoint.render.scopes import SEES_ALL
from fastapi_endpoint.render.shared import HASHING
from fastapi_endpoint.render.view import ResourceView, ScopeView


def schema(view: ResourceView, name: str | None) -> Fragment:
    """A schema class of the resource, imported; only asked for where it exists."""
    return Fragment(name or "", frozenset({Import(view.places.schema.module, name or "")}))


def mapped(view: ResourceView) -> Fragment:
    """The mapped class of the resource, imported."""
    return Fragment(view.model_class, frozenset({Import(view.places.model.module, view.model_class)}))


def shared_name(view: ResourceView, module: str, name: str) -> Fragment:
    """A name of a shared module, imported."""
    return Fragment(name, frozenset({Import(view.shared_place(module).module, name)}))


def function(
    view: ResourceView, name: str, parameters: list[Fragment], returns: Fragment, body: list[Fragment]
) -> Fragment:
    """A whole function: the session first or last, as the host does; the scope keyword-only after all."""
    return within(view, view.scopes, name, parameters, returns, body)


def within(
    view: ResourceView,
    scopes: tuple[ScopeView, ...],
    name: str,
    parameters: list[Fragment],
    returns: Fragment,
    body: list[Fragment],
) -> Fragment:
    """A whole function that is given only these scopes."""
    scoped = [scope.column.python.put(f"{scope.keyword}: ") for scope in scopes]
    scoped += [Fragment(f"{SEES_ALL}: bool") for scope in scopes if scope.bypass]
    if scoped and not view.keywords:
        scoped[0] = scoped[0].put("*, ")
    return _function(view, name, [*_taken(view, parameters), *scoped], returns, body)


def giving(view: ResourceView) -> tuple[ScopeView, ...]:
    """The scopes of a query that makes a row: a new one belongs to its maker, whatever else they see."""
    return tuple(replace(scope, bypass=None) if scope.stored else scope for scope in view.scopes)


def _taken(view: ResourceView, parameters: list[Fragment]) -> list[Fragment]:
    session = view.idiom.session_type.put(f"{'*, ' if view.keywords else ''}{view.session.parameter}: ")
    return [session, *parameters] if _session_first(view) else [*parameters, session]


def _function(
    view: ResourceView, name: str, taken: list[Fragment], returns: Fragment, body: list[Fragment]
) -> Fragment:
    arguments = join(", ", taken)
    head = join("", [arguments.put(f"{view.idiom.def_} {name}(", ")"), returns.put(" -> ", ":")])
    return join("\n", [head, *(line.put("    ") for line in (*_docstring(view, name), *body))])


def _session_first(view: ResourceView) -> bool:
    return view.keywords or view.conventions.layout.crud_session_first.value


def _docstring(view: ResourceView, name: str) -> list[Fragment]:
    """What the endpoint says of itself, where the host's queries say such a thing."""
    if not view.conventions.layout.crud_docstrings.value:
        return []
    return [Fragment(f'"""{each.docstring}"""') for each in view.operations if each.crud == name]


def passed(view: ResourceView, *names: str) -> str:
    """The arguments of a call of a query: its session, then variables that are called as its parameters."""
    return given(view, **{name: name for name in names})


def given(view: ResourceView, **arguments: str) -> str:
    """The arguments of a call of a query: its session, then the source of each parameter's value."""
    session = {view.session.parameter: view.session.parameter}
    ordered = session | arguments if _session_first(view) else arguments | session
    return ", ".join(f"{name}={value}" if view.keywords else value for name, value in ordered.items())


def dumped(view: ResourceView, how: str = "") -> Fragment:
    """The values of a body, with its secrets hashed; `how` are arguments of `model_dump`."""
    values = Fragment(f"{view.schemas.body}.model_dump({how})")
    if not any(field.spec.type.name == "secret" for field in view.fields):
        return values
    return join("", [shared_name(view, HASHING, "hash_secrets"), values.put("(", ")")]).put(view.idiom.await_)


def identified(view: ResourceView) -> Fragment:
    """The parameter that says which row."""
    return view.id.plain_type.put(f"{view.id.parameter}: ")


def scope(view: ResourceView, *, by_id: bool = True) -> str:
    """What every WHERE of the resource holds."""
    parts = []
    if by_id:
        parts.append(f"{view.column(view.id.column)} == {view.id.lookup.format(view.id.parameter)}")
    parts += [each.condition.text for each in view.scopes]
    return ", ".join(parts)


def call(view: ResourceView, scopes: tuple[ScopeView, ...], name: str, *arguments: str) -> str:
    """A call of another query with the same session and these scopes."""
    scoped = "".join(f", {each.keyword}={each.keyword}" for each in scopes)
    scoped += "".join(f", {SEES_ALL}={SEES_ALL}" for each in scopes if each.bypass)
    prefix = f"{view.crud.class_name}." if view.crud.class_name else ""
    return f"{view.idiom.await_}{prefix}{name}({passed(view, *arguments)}{scoped})"
