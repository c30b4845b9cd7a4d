"""Applications, routers, how they are included in one another, and the routes they hold.

`Routing.of(files)` is built once. A router is known by its `Key`: the file, the scope (a function's name, or
"") and the variable it is bound to. `live` are the keys that an application reaches.
"""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.explore.files import Files, Scope, is_aside
from fastapi_endpoint.explore.loops import turns
from fastapi_endpoint.explore.makers import makers
from fastapi_endpoint.source.expression import call_of, is_name
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class, Function, Module
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Argument, Assignment, Call, Decorator

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
_ROUTE_CALLS = frozenset({*VERBS, "api_route", "websocket", "websocket_route", "route"})
_LOOKS_LIKE_ROUTER = re.compile(r"(?i)(router|^app$|_app$|^api$|_api$|^application$|^controller$|^r$)")


class Key(Struct, frozen=True, order=True):
    """A router or application: where it is bound to a name."""

    file: str
    scope: str
    name: str


class Router(Struct, frozen=True):
    """One `APIRouter(...)` or `FastAPI(...)`, with the arguments it was made with."""

    key: Key
    line: int
    is_app: bool
    call: Call

    @property
    def prefix(self) -> str:
        """The source text of its prefix, or ""."""
        return self.call.keyword("prefix") or ""


class Include(Struct, frozen=True):
    """One `include_router` or `mount`: `receiver` takes in `router` (None where it is not known).

    `form` is how it happens: "include", "mount", "wrapper" where a function of the project does it, or "loop"
    where it is one turn of a loop over what is written down.
    """

    file: str
    line: int
    scope: str
    receiver: Key | None
    receiver_text: str
    router: Key | None
    router_text: str
    call: Call
    form: str = "include"

    @property
    def prefix(self) -> str:
        """The source text of the prefix given here, or ""."""
        return self.call.keyword("prefix") or ""


class Endpoint(Struct, frozen=True):
    """One decorated route: the verb, the path as text, and the function that answers.

    `router` is None where the decorator's object could not be found.
    """

    file: str
    line: int
    verb: str
    path: str | None
    path_text: str
    function: Function
    router: Key | None
    router_text: str
    call: Call
    owner: Class | None = None


class Routing(Struct, frozen=True):
    """Everything about routers, includes and routes of the project, live or not."""

    routers: dict[Key, Router]
    includes: tuple[Include, ...]
    endpoints: tuple[Endpoint, ...]

    @property
    def apps(self) -> tuple[Router, ...]:
        """The applications, in order of file and line."""
        return tuple(router for router in self.routers.values() if router.is_app)


class _Builder:
    def __init__(self, files: Files) -> None:
        self.files = files
        self.routers: dict[Key, Router] = {}
        self.aliases: dict[Key, Key] = {}
        self.includes: list[Include] = []
        self.endpoints: list[Endpoint] = []
        self.scopes: dict[tuple[str, str], Scope] = {}

    def build(self) -> Routing:
        scopes = [scope for path in self.files.modules for scope in self.files.scopes(path)]
        names = tuple(name.encode() for name in sorted(makers(self.files.modules.values())))
        for scope in scopes:
            if scope.function is None or scope.function.says(*names):
                self.find_routers(scope)
        for scope in scopes:
            if scope.inside.says(b"include_router", b"mount("):
                self.find_includes(scope)
        self.scopes = {(scope.file, scope.name): scope for scope in reversed(scopes)}
        self.includes = [self.through_parameters(include, scopes) for include in self.includes]
        self.find_wrapped(scopes)
        self.includes = [self.on_the_only_app(include) for include in self.includes]
        for path, module in self.files.modules.items():
            for function in module.functions:
                self.find_endpoints(Scope(path, "", module), function)
                for inner in _nested(function):
                    self.find_endpoints(Scope(path, function.name, module), inner)
            for class_ in module.classes:
                for method in class_.functions:
                    self.find_endpoints(Scope(path, "", module, None, class_), method)
                    for inner in _nested(method):
                        name = f"{class_.name}.{method.name}"
                        self.find_endpoints(Scope(path, name, module, None, class_), inner)
        return Routing(self.routers, tuple(self.includes), tuple(self.endpoints))

    def kind_of(self, path: str, called: str) -> str | None:
        """ "app", "router" or None: what calling that name makes."""
        last = called.rpartition(".")[2]
        if not last[:1].isupper():
            return None
        target = self.files.target(path, called)
        names = [target, *self.files.ancestors(target)]
        for name in names:
            if name.file and name is not target:
                continue
            if name.last == "FastAPI":
                return "app"
            if name.last == "APIRouter":
                return "router"
        return None

    def find_routers(self, scope: Scope) -> None:
        last: Router | None = None
        for found in scope.assignments:
            key = Key(scope.file, scope.name if "." not in found.target else _owner(scope), found.target)
            other = Key(scope.file, scope.name, found.value)
            if other in self.routers:  # r = users_router
                self.aliases[key] = other
            for call in _alternatives(found):
                kind = self.kind_of(scope.file, call.function)
                if kind and last is not None and (last.line, last.call) == (found.line, call):
                    self.aliases[key] = last.key  # users_router = r = APIRouter()
                elif kind:
                    last = self.routers[key] = Router(key, found.line, kind == "app", call)

    def find_includes(self, scope: Scope) -> None:
        for call in scope.calls:
            if call.last == "include_router":
                text = call.argument(0, "router") or ""
                if not self.find_looped(scope, call, text):
                    self.add_include(scope, call, call.receiver, text, "include")
            elif call.last == "mount" and call.receiver:
                text = call.argument(1, "app") or ""
                router = self.key(scope, text)
                if router in self.routers:
                    self.add_include(scope, call, call.receiver, text, "mount")

    def find_looped(self, scope: Scope, call: Call, text: str) -> bool:
        """An include of a loop's variable: one for each turn whose router is known."""
        name, _, rest = text.partition(".")
        if not is_name(text) or self.key(scope, text) is not None:
            return False
        found = False
        for file, values in turns(self.files, scope, call.line, name):
            module = self.files.module(file)
            router = ".".join(filter(None, (values.get(name, ""), rest)))
            home = scope if file == scope.file else Scope(file, "", module or Module())
            if self.key(home, router) is None:
                continue
            found = True
            arguments = tuple(Argument(a.name, values.get(a.value, a.value)) for a in call.arguments)
            self.add_include(
                scope, Call(call.function, arguments, call.line), call.receiver, router, "loop", home
            )
        return found

    def add_include(
        self, scope: Scope, call: Call, receiver: str, router: str, form: str, home: Scope | None = None
    ) -> None:
        """`home` is where the router's name is written, if not in the scope itself."""
        self.includes.append(
            Include(
                scope.file,
                call.line,
                scope.name,
                self.key(scope, receiver),
                receiver,
                self.key(home or scope, router),
                router,
                call,
                form,
            )
        )

    def through_parameters(self, include: Include, scopes: list[Scope]) -> Include:
        """An include on, or of, a parameter: what the callers of the function hand in."""
        scope = self.scopes[include.file, include.scope]
        receiver, router = include.receiver, include.router
        if receiver is None:
            receiver = next(self.handed_in(scope, include.receiver_text, scopes), None)
        if router is None:
            router = next(self.handed_in(scope, include.router_text, scopes), None)
        return replace(include, receiver=receiver, router=router)

    def handed_in(self, scope: Scope, name: str, scopes: list[Scope]) -> Iterator[Key]:
        for caller, value, _ in self.arguments_for(scope, name, scopes):
            key = self.key(caller, value)
            if key in self.routers:
                yield key

    def arguments_for(
        self, scope: Scope, name: str, scopes: list[Scope]
    ) -> Iterator[tuple[Scope, str, Call]]:
        """What callers give for a parameter of the function that is the scope."""
        function = scope.function
        if function is None:
            return
        names = [parameter.name for parameter in function.parameters]
        if name not in names:
            return
        bound = 1 if names[0] in ("self", "cls") else 0
        known = {scope.file for scope in scopes}
        others = [path for path in self.files.mentioning(f"{function.name}(") if path not in known]
        for caller in [*scopes, *(inner for path in others for inner in self.files.scopes(path))]:
            for call in caller.calls if caller.inside.says(function.name.encode()) else ():
                if call.last == function.name and self.calls_it(caller, call, scope):
                    value = call.argument(names.index(name) - bound, name)
                    if value:
                        yield caller, value, call

    def calls_it(self, caller: Scope, call: Call, scope: Scope) -> bool:
        if scope.owner is not None:
            return True
        target = self.files.target(caller.file, call.function)
        return (target.file, target.name) == (scope.file, scope.name)

    def on_the_only_app(self, include: Include) -> Include:
        """An include on an `app` that is handed in at run time: there is but one it can be."""
        apps = [key for key, router in self.routers.items() if router.is_app and not is_aside(key.file)]
        named = re.fullmatch(r"(?i)(?:self\.)?_?(?:fastapi_?)?app(?:lication)?_?", include.receiver_text)
        if include.receiver is None and named and len(apps) == 1:
            return replace(include, receiver=apps[0])
        return include

    def find_wrapped(self, scopes: list[Scope]) -> None:
        """Functions of the project that include the router they are given."""
        for wrapper in list(self.includes):
            scope = self.scopes[wrapper.file, wrapper.scope]
            taken = scope.function.parameter(wrapper.receiver_text) if scope.function else None
            if taken is None:  # a factory: its own application takes in what it is given
                continue
            for caller, value, call in self.arguments_for(scope, wrapper.router_text, scopes):
                receiver = next((v for v in call.positional if self.key(caller, v) in self.routers), "")
                if receiver != value:
                    self.add_include(caller, call, receiver or "app", value, "wrapper")

    def key(self, scope: Scope, text: str) -> Key | None:
        """The router that an expression stands for, or None."""
        text = text.strip()
        if not is_name(text):
            call = call_of(text)
            return self.made_by(scope.file, call.function) if call else None
        for name in (scope.name, _owner(scope)):
            key = Key(scope.file, name, text)
            if key in self.routers or key in self.aliases:
                return self.aliases.get(key, key)
        local = [each.call for each in scope.assignments if each.target == text] if scope.function else []
        if local and local[-1] is not None:
            return self.made_by(scope.file, local[-1].function)
        target = self.files.target(scope.file, text)
        return self.bound_to(target) if target.file else None

    def bound_to(self, target: Target) -> Key | None:
        """The router that a name of the project is bound to, directly or by a call that returns one."""
        dotted = ".".join((target.name, *target.rest))
        key = Key(target.file, "", dotted)
        if key in self.routers or key in self.aliases:
            return self.aliases.get(key, key)
        module = self.files.module(target.file)
        bound = module.assignment(target.name) if module and not target.rest else None
        if bound is not None and bound.call is not None:
            return self.made_by(target.file, bound.call.function)
        owner = self.files.owner_class(target) if target.rest else None
        found = owner and Key(owner.file, owner.name, f"self.{target.rest[0]}")  # ApiServer().app
        return found if found in self.routers else None

    def made_by(self, path: str, called: str) -> Key | None:
        """The router that a function of the project returns."""
        target = self.files.target(path, called)
        function = self.files.function_at(target)
        if function is None:
            return None
        for returned in function.returned:
            key = Key(target.file, function.name, returned.text)
            if key in self.routers:
                return key
            elsewhere = self.files.target(target.file, returned.text) if is_name(returned.text) else None
            if elsewhere is not None and Key(elsewhere.file, "", elsewhere.name) in self.routers:
                return Key(elsewhere.file, "", elsewhere.name)
        return None

    def find_endpoints(self, scope: Scope, function: Function) -> None:
        for decorator in function.decorators:
            for call in _route_calls(decorator):
                self.add_endpoint(scope, function, call)

    def add_endpoint(self, scope: Scope, function: Function, call: Call) -> None:
        router = self.key(scope, call.receiver)
        if router is None and not _is_router_like(call):
            return
        text = call.argument(0, "path") or ""
        # A function within a method is the class's own only where its router is.
        apart = bool(scope.name) and router is not None and not router.scope
        self.endpoints.append(
            Endpoint(
                scope.file,
                function.line,
                call.last,
                string(text),
                text,
                function,
                router,
                call.receiver,
                call,
                None if apart else scope.owner,
            )
        )


def _is_router_like(call: Call) -> bool:
    last = call.receiver.rpartition(".")[2]
    literal = string(call.argument(0, "path"))
    return bool(_LOOKS_LIKE_ROUTER.search(last)) and literal is not None and literal[:1] in ("/", "")


def _route_calls(decorator: Decorator) -> Iterator[Call]:
    """The route in a decorator: its own call, or one that another decorator takes as an argument."""
    call = decorator.call
    if call is None:
        return
    if call.last in _ROUTE_CALLS and call.receiver:
        yield call
        return
    positional = call.positional
    if positional and is_name(positional[0]) and positional[0].rpartition(".")[2] in VERBS:
        rest = tuple(argument for argument in call.arguments if argument.value != positional[0])
        yield Call(positional[0], rest, call.line)


def _alternatives(found: Assignment) -> Iterator[Call]:
    """The calls that an assignment may hold: `a = F()`, and in a tuple or a condition."""
    if found.call is not None:
        yield found.call
        for value in found.call.positional:  # app = wrap(FastAPI(...))
            inner = call_of(value) if "(" in value and value[:1].isalpha() else None
            if inner is not None:
                yield inner


def _owner(scope: Scope) -> str:
    return scope.owner.name if scope.owner else ""


def _nested(function: Function) -> Iterator[Function]:
    for inner in function.defines.functions:
        yield inner
        yield from _nested(inner)


def find_routing(files: Files) -> Routing:
    """Everything about the project's routers."""
    return _Builder(files).build()
