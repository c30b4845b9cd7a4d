"""What a client may send to an endpoint: its own parameters and those of its dependencies and models."""

import re
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.explore.uses import Use
from fastapi_endpoint.source.expression import is_name, subscript_of, unquoted
from fastapi_endpoint.source.module import Class, Function
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Parameter

_DEPTH = 4


class Given(Struct, frozen=True):
    """One value that a client may give."""

    name: str
    annotation: str
    default: str
    witness: Witness


class Parameters:
    """Looks through dependencies and parameter models to the names that clients see."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def _uses(self) -> dict[tuple[str, int, str], Use]:
        return {(use.file, use.line, use.parameter): use for use in self._index.uses if use.parameter}

    @cached_property
    def _listed(self) -> dict[tuple[str, str], list[Use]]:
        """The uses of each endpoint that no parameter shows."""
        found: dict[tuple[str, str], list[Use]] = {}
        for use in self._index.uses:
            if use.where == "endpoint" and not use.parameter:
                found.setdefault((use.file, use.function), []).append(use)
        return found

    def of(self, endpoint: Endpoint) -> tuple[Given, ...]:
        """Everything the endpoint takes, its own parameters first."""
        own = tuple(self._of_function(endpoint.file, endpoint.function, 0))
        listed = [
            found
            for use in self._listed.get((endpoint.file, endpoint.function.name), ())
            for found in self._of_target(use.target, 1)
        ]
        return (*own, *listed)

    def _of_function(self, file: str, function: Function, depth: int) -> Iterator[Given]:
        for parameter in function.parameters:
            if parameter.name in ("self", "cls"):
                continue
            use = self._uses.get((file, parameter.line, parameter.name))
            if use is not None:
                yield from self._of_use(use, depth)
                continue
            model = self._model(file, parameter)
            if model is not None and depth < _DEPTH:
                yield from self._of_class(model, depth + 1)
            else:
                where = Witness(file, parameter.line, parameter.name)
                yield Given(parameter.name, parameter.annotation, parameter.default, where)

    def _of_use(self, use: Use, depth: int) -> Iterator[Given]:
        if depth >= _DEPTH:
            return
        yield from (self._of_made if use.called else self._of_target)(use.target, depth + 1)
        # `Depends(make_dependable(PageQuery))`: what the factory is given may be what a client gives.
        for value in use.call.positional if use.called and use.call else ():
            for name in re.findall(r"\b[A-Z]\w+\b", value):
                target = self._index.files.target(use.file, name)
                if target != use.target and self._index.files.class_at(target):
                    yield from self._of_class(target, depth + 1)

    def _of_made(self, target: Target, depth: int) -> Iterator[Given]:
        """What is taken by the function that a factory returns, or by an object that can be called."""
        factory = self._index.files.function_at(target)
        if factory is None:
            class_ = self._index.files.class_at(target)
            called = class_.method("__call__") if class_ else None
            if called is None:
                yield from self._of_target(target, depth)
            else:
                yield from self._of_function(target.file, called, depth)
            return
        returned = {each.text for each in factory.returned}
        for inner in factory.defines.functions:
            if inner.name in returned:
                yield from self._of_function(target.file, inner, depth)

    def _of_target(self, target: Target, depth: int) -> Iterator[Given]:
        files = self._index.files
        if depth > _DEPTH or not target.file:
            return
        if files.class_at(target):
            yield from self._of_class(target, depth)
            return
        function = files.function_at(target)
        if function is not None:
            yield from self._of_function(target.file, function, depth)

    def _of_class(self, target: Target, depth: int) -> Iterator[Given]:
        for owner in (target, *self._index.files.ancestors(target)):
            class_ = self._index.files.class_at(owner)
            if class_ is None:
                continue
            made = class_.method("__init__")
            if made is not None:
                yield from self._of_function(owner.file, made, depth + 1)
            yield from _fields(owner.file, class_)

    def _model(self, file: str, parameter: Parameter) -> Target | None:
        """The project's class that a parameter is, as a query model or a body."""
        text = unquoted(parameter.annotation)
        subscript = subscript_of(text)
        if subscript and subscript.base.rpartition(".")[2] in ("Annotated", "Optional") and subscript.items:
            text = unquoted(subscript.items[0])
        if not is_name(text):
            return None
        target = self._index.files.target(file, text)
        class_ = self._index.files.class_at(target)
        if class_ is None or any(base.rpartition(".")[2].endswith("Enum") for base in class_.bases):
            return None
        return target


def _fields(file: str, class_: Class) -> Iterator[Given]:
    for field in class_.assignments:
        if field.annotation and not field.target.startswith("_"):
            yield Given(field.target, field.annotation, field.value, Witness(file, field.line, field.target))
