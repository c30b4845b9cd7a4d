"""The settings of the application: the class that reads the environment, and what code calls the object."""

from collections.abc import Iterator

from fastapi_endpoint.domain.conventions import Fact, SettingsClass, Witness
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.source.expression import call_of
from fastapi_endpoint.source.literals import string
from fastapi_endpoint.source.module import Class
from fastapi_endpoint.source.resolve import Target

_BASE = "BaseSettings"


def detect_settings(index: Index) -> Fact[SettingsClass | None]:
    """The settings class that an object of the project is made of; sure where there is only one."""
    found = list(_all(index))
    if not found:
        return Fact(value=None, origin="default")
    best, where = found[0]
    return Fact(
        value=best,
        confidence="high" if len({each.class_ for each, _ in found}) == 1 else "low",
        witnesses=(where,),
        against=tuple(place for each, place in found[1:4] if each.class_ != best.class_),
    )


def _all(index: Index) -> Iterator[tuple[SettingsClass, Witness]]:
    for path in index.files.mentioning(_BASE):
        module = index.files.module(path)
        if module is None or index.files.is_test(path) or is_aside(path):
            continue
        for class_ in module.classes:
            if any(base.rpartition(".")[2] == _BASE for base in class_.bases):
                target = Target(path, index.files.resolver.module_name(path), class_.name)
                made = _made(index, target)
                if made is not None:
                    yield (
                        _settings(index, target, class_, made[0], called=made[1]),
                        Witness(path, class_.line),
                    )


def _made(index: Index, target: Target) -> tuple[Target, bool] | None:
    """What the object is called, and whether that is a function that gives it."""
    for path in index.files.mentioning(target.name):
        module = index.files.module(path)
        if module is None or index.files.is_test(path) or is_aside(path):
            continue
        name = index.files.resolver.module_name(path)
        for each in module.assignments:
            called = each.call.function if each.call else ""
            if called.partition(".")[0] and _is(index, path, called, target):
                return Target(path, name, each.target), False
        for function in module.functions:
            texts = [returned.text for returned in function.returned]
            calls = [call for text in texts if (call := call_of(text)) is not None]
            if any(_is(index, path, call.function, target) for call in calls) and not function.parameters:
                kept = _kept(index, path, function.name)
                return (
                    (Target(path, name, kept), False) if kept else (Target(path, name, function.name), True)
                )
    return None


def _kept(index: Index, path: str, function: str) -> str:
    """The variable that holds what the function gives, as `settings = load_settings()`."""
    module = index.files.module(path)
    calls = {each.target: each.call.function for each in module.assignments if each.call} if module else {}
    return next((name for name, called in calls.items() if called == function), "")


def _is(index: Index, path: str, called: str, target: Target) -> bool:
    """Is the class, or a constructor of it (`Settings.model_validate`), what is called?"""
    found = index.files.target(path, called.removesuffix(".model_validate"))
    return (found.file, found.name, found.rest) == (target.file, target.name, ())


def _settings(index: Index, target: Target, class_: Class, made: Target, *, called: bool) -> SettingsClass:
    fields = [each for each in class_.assignments if each.annotation]
    names = [each.target for each in fields if "ClassVar" not in each.annotation]
    lower = sum(name == name.lower() for name in names)
    config = class_.assignment("model_config")
    prefix = config.call.keyword("env_prefix") if config and config.call else None
    return SettingsClass(
        class_=index.symbol(target),
        instance=index.symbol(made),
        called=called,
        upper=lower * 2 <= len(names),
        prefix=string(prefix) or "",
        names=tuple(names),
    )
