"""The function that turns a password into an Argon2 hash."""

import re

from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target

_NAME = re.compile(
    r"(get_|make_|create_|generate_)?(hash_(password|passwd|secret)|(password|passwd)_hash|hashed_password)"
)
_ARGON2 = ("argon2", "PasswordHash.recommended")


def detect_hasher(index: Index) -> tuple[Fact[Symbol | None], Fact[bool]]:
    """A function of a module that takes one text and gives one, and whether it is asynchronous."""
    paths = dict.fromkeys(path for word in _ARGON2 for path in index.files.mentioning(word))
    for path in paths:
        module = None if is_aside(path) else index.files.module(path)
        for function in module.functions if module else ():
            if _NAME.fullmatch(function.name) and _takes_one_text(function):
                target = Target(path, index.files.resolver.module_name(path), function.name)
                seen = (Witness(path, function.line),)
                return Fact(value=index.symbol(target), witnesses=seen), Fact(
                    value=function.is_async, witnesses=seen
                )
    return Fact(value=None, origin="default"), Fact(value=False, origin="default")


def _takes_one_text(function: Function) -> bool:
    needed = [each for each in function.parameters if not each.default]
    return len(needed) == 1 and needed[0].annotation == "str" and function.returns == "str"
