"""Where dependencies are used: each `Depends(...)` of endpoints, other dependencies, routers and includes."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.files import Files
from fastapi_endpoint.explore.routing import Routing
from fastapi_endpoint.source.expression import call_of, is_name, split_items, subscript_of, unquoted
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Argument, Assignment, Call, Parameter

_MARKERS = frozenset({"Depends", "Security"})
_DEPTH = 4


class Use(Struct, frozen=True):
    """One use of a dependency.

    `target` is what is depended on, where it is really defined; `called` is True for `Depends(make(x))`,
    then it is what is called. `where`: "endpoint", "function" (another dependency), "router" or "include".
    `alias` is the Annotated name it came through, `annotation` the type as written (without the alias).
    """

    file: str
    line: int
    where: str
    function: str
    parameter: str
    target: Target
    text: str
    marker: str
    annotation: str
    alias: Target | None = None
    called: bool = False
    call: Call | None = None


def alias_of(use: Use) -> Target | None:
    """The alias that others may import as well: one beside the endpoint that uses it is that file's own."""
    return use.alias if use.alias and use.alias.file != use.file else None


def by_call(files: Files, target: Target | None, uses: Sequence[Use]) -> Fact[bool]:
    """Is the dependency what a call gives: `Depends(Door())`, or a function that gives the `Depends(...)`?"""
    called = [use for use in uses if use.called]
    if 2 * len(called) > len(uses):
        return Fact(value=True, witnesses=tuple(Witness(use.file, use.line) for use in called[:3]))
    return gives_depends(files, target)


def gives_depends(files: Files, target: Target | None) -> Fact[bool]:
    """Does a call of the function give the `Depends(...)` itself?"""
    function = files.function_at(target) if target else None
    for returned in function.returned if function and target else ():
        inner = call_of(returned.text)
        if inner is not None and inner.last in _MARKERS and target is not None:
            return Fact(value=True, witnesses=(Witness(target.file, returned.line),))
    return Fact(value=False, origin="default")


class _Finder:
    def __init__(self, files: Files, routing: Routing) -> None:
        self.files = files
        self.routing = routing
        self.endpoints = {(endpoint.file, endpoint.line) for endpoint in routing.endpoints}

    def all(self) -> Iterator[Use]:
        for path, module in self.files.modules.items():
            for function in module.every_function():
                yield from self.of_function(path, function)
            for class_ in module.classes:
                for field in class_.assignments:  # class-based views and dependency classes
                    parameter = Parameter(field.target, field.annotation, field.value, line=field.line)
                    yield from self.of_parameter(path, parameter, "function", class_.name)
        for endpoint in self.routing.endpoints:
            yield from self.of_list(endpoint.file, endpoint.call, "endpoint", endpoint.function.name)
        for router in self.routing.routers.values():
            yield from self.of_list(router.key.file, router.call, "router", router.key.name)
        for include in self.routing.includes:
            yield from self.of_list(include.file, include.call, "include", include.router_text)

    def of_function(self, path: str, function: Function) -> Iterator[Use]:
        where = "endpoint" if (path, function.line) in self.endpoints else "function"
        for parameter in function.parameters:
            yield from self.of_parameter(path, parameter, where, function.name)

    def of_parameter(self, path: str, parameter: Parameter, where: str, function: str) -> Iterator[Use]:
        found = self.marker_in(path, parameter.default, 0)
        alias: Target | None = None
        annotation = parameter.annotation
        if found is None and annotation:
            found, annotation, alias = self.in_annotation(path, annotation)
        if found is None:
            return
        file, call = found
        text = call.argument(0, "dependency") or annotation
        use = self.use(file, call, text, where, function)
        if use is not None:
            yield Use(
                path,
                parameter.line,
                where,
                function,
                parameter.name,
                use.target,
                text,
                call.last,
                annotation,
                alias,
                use.called,
                call,
            )

    def in_annotation(self, path: str, annotation: str) -> tuple[tuple[str, Call] | None, str, Target | None]:
        """The marker in `Annotated[...]` or behind a name for it, the type, and that name."""
        plain = unquoted(annotation)
        alias: Target | None = None
        if is_name(plain):
            target = self.files.target(path, plain)
            item = self.files.resolver.item(target) if target.file and not target.rest else None
            if not isinstance(item, Assignment) or "Annotated" not in item.value:
                return None, annotation, None
            alias, path, plain = target, target.file, item.value
        subscript = subscript_of(plain) if "Annotated" in plain else None
        if subscript is None:
            return None, annotation, None
        for item_text in subscript.items[1:]:
            found = self.marker_in(path, item_text, 0)
            if found:
                return found, subscript.items[0], alias
        return None, annotation, None

    def marker_in(self, path: str, text: str, depth: int) -> tuple[str, Call] | None:
        """The `Depends(...)` that an expression is, with the file it is written in.

        A function of the project that returns one is itself what an endpoint depends on.
        """
        if not text or depth > _DEPTH:
            return None
        if is_name(text):
            target = self.files.target(path, text)
            item = self.files.resolver.item(target) if target.file and not target.rest else None
            value = item.value if isinstance(item, Assignment) and item.call is not None else ""
            return self.marker_in(target.file, value, depth + 1) if value != text else None
        call = call_of(text)
        if call is None or call.last in _MARKERS:
            return (path, call) if call else None
        return self.given_by(path, call, text)

    def given_by(self, path: str, call: Call, text: str) -> tuple[str, Call] | None:
        """The call of a function of the project that returns a `Depends(...)`, as what is depended on."""
        target = self.files.target(path, call.function)
        function = self.files.function_at(target)
        for returned in function.returned if function else ():
            inner = call_of(returned.text)
            if inner is not None and inner.last in _MARKERS:
                return path, Call(inner.last, (Argument("", text),), call.line)
        return None

    def use(self, path: str, call: Call, text: str, where: str, function: str) -> Use | None:
        called = False
        if not is_name(text):
            inner = call_of(text)
            subscript = subscript_of(text)
            if inner is not None:
                text, called = inner.function, True
            elif subscript is not None:
                text = subscript.base
            else:
                return None
        target = self.files.target(path, text)
        return Use(path, call.line, where, function, "", target, text, call.last, "", None, called, call)

    def of_list(self, path: str, call: Call, where: str, function: str) -> Iterator[Use]:
        """`dependencies=[Depends(a), Depends(b)]` of a router, an include or a route."""
        text = (call.keyword("dependencies") or "").strip()
        if text.startswith(("[", "(")):
            for item in split_items(text[1:-1]):
                found = self.marker_in(path, item, 0)
                if found is None:
                    continue
                file, marker = found
                use = self.use(file, marker, marker.argument(0, "dependency") or "", where, function)
                if use is not None:
                    yield Use(
                        path,
                        call.line,
                        where,
                        function,
                        "",
                        use.target,
                        marker.argument(0, "dependency") or "",
                        marker.last,
                        "",
                        None,
                        use.called,
                        marker,
                    )


def find_uses(files: Files, routing: Routing) -> tuple[Use, ...]:
    """Every use of a dependency, in order of files."""
    return tuple(_Finder(files, routing).all())
