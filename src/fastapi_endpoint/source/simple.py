"""Statements and signatures of the usual forms, each told by one pattern; others are not matched."""

import re

from fastapi_endpoint.source.flat import Written
from fastapi_endpoint.source.logical import BRACKETS, STRING
from fastapi_endpoint.source.statements import Parameter, Signature

_NAME = rb"[A-Za-z_\x80-\xff][\w\x80-\xff]*"
_WHOLE = rb"(?:" + BRACKETS + rb"|" + STRING + rb")"
# What goes on for some lines within brackets, and outside of them.
_WITHIN = rb"[^#=:;,\\\"'()\[\]{}]*(?:" + _WHOLE + rb"[^#=:;,\\\"'()\[\]{}]*)*"
_BESIDE = rb"[^\n#=:;,\\\"'()\[\]{}]*(?:" + _WHOLE + rb"[^\n#=:;,\\\"'()\[\]{}]*)*"
STATEMENT = re.compile(
    rb"(?:(?P<target>" + _NAME + rb")(?:[ \t]*:(?P<annotation>" + _BESIDE + rb"))?"
    rb"(?:[ \t]*=[ \t]*(?P<value>-?[\w.\x80-\xff]*" + _WHOLE + rb"?))?"
    rb"|" + STRING + rb")[ \t]*(?:#[^\n]*)?(?=\n|\Z)"
)
"""`name: annotation = value` with a name, number, string or call as its value; or a string alone."""
_PARAMETER = re.compile(
    rb"(?:(?P<stars>\*{0,2})(?P<name>" + _NAME + rb")|[*/])\s*(?::(?P<annotation>" + _WITHIN + rb"))?"
    rb"(?:=(?P<default>" + _WITHIN + rb"))?(?:,\s*|(?=\)))"
)
_SPACE = re.compile(rb"\s*")
_RETURNS = re.compile(rb"[ \t]*(?:->(?P<returns>" + _BESIDE + rb"))?:")
_PAIR = re.compile(BRACKETS)


def signature_of(file: Written, start: int, end: int, line: int) -> Signature | None:
    """The signature whose bracket was opened before `start`, in that line; None where it is no usual one."""
    flat = file.flat
    found = []
    space = _SPACE.match(flat, start, end)
    at = space.end() if space else start
    while flat[at : at + 1] != b")":
        part = _PARAMETER.match(flat, at, end)
        if part is None:
            return None
        if part["name"] is not None:
            line += file.breaks(start, at)
            start = at
            found.append(
                Parameter(
                    part["name"].decode("utf-8", "replace"),
                    file.text(*part.span("annotation")),
                    file.text(*part.span("default")),
                    part["stars"].decode(),
                    line,
                )
            )
        at = part.end()
    head = _RETURNS.match(flat, at + 1, end)
    return Signature(tuple(found), file.text(*head.span("returns"))) if head else None


def code_after(flat: bytes, start: int, end: int) -> int | None:
    """Where the colon is passed of a function whose bracket was opened before `start`; None if not plain."""
    pair = _PAIR.match(flat, start - 1, end)
    head = _RETURNS.match(flat, pair.end(), end) if pair else None
    return head.end() if head else None
