"""The imports of a flattened file (`flat.py`), those of functions too, read from its lines."""

import re
from collections.abc import Iterator

from fastapi_endpoint.source.logical import NotPlain
from fastapi_endpoint.source.statements import Import

# A whole statement: `from a.b import c, d as e`, its names in parentheses or not, or `import a.b, c as d`.
_STATEMENT = re.compile(
    rb"(?P<indent>[ \t]*)"
    rb"(?:from[ \t]*(?P<module>[.\w\x80-\xff \t]+?)[ \t]*\bimport\b[ \t]*"
    rb"(?:\((?P<wrapped>(?:[^()#;\\]|#[^\n]*)*)\)|(?P<listed>[^()#;\\\n]+))"
    rb"|import[ \t]+(?P<plain>[^()#;\\\n]+))[ \t]*(?:#[^\n]*)?(?=\n|\Z)"
)
_NAME = re.compile(r"(?P<name>[\w.]+|\*)(?:\s+as\s+(?P<alias>\w+))?\Z")
_COMMENT = re.compile(rb"#[^\n]*")
# What comes before the word on its line where that is the rest of a statement which does not begin the line.
_WITHIN = re.compile(rb"[^#]*[:;][ \t]*(?:from[ \t]+[.\w]+[ \t]+)?\Z")
_BEGINS = re.compile(rb"[ \t]*(?:from|import)\b")
_DEFINITION = re.compile(rb"(?:\A|(?<=\n))([ \t]*)(?:async[ \t]+)?def[ \t]")
_NO_MARGIN = (b" ", b"\t", b"\n", b"#", b")", b"]", b"}")


def imports_of(data: bytes, flat: bytes) -> Iterator[Import]:
    """Each name that is imported, in order. NotPlain where the grammar has to tell."""
    at, line, counted = flat.find(b"import"), 1, 0
    while at >= 0:
        start = flat.rfind(b"\n", 0, at) + 1
        found = _STATEMENT.match(flat, start)
        if found is not None:
            line += data.count(b"\n", counted, start)
            counted = start
            yield from _names(found, line, local=bool(found["indent"]) and _is_local(flat, found))
        elif _BEGINS.match(flat, start) or _WITHIN.match(flat, start, at):
            raise NotPlain
        at = flat.find(b"import", max(found.end() if found else 0, at + 6))


def _names(found: re.Match[bytes], line: int, *, local: bool) -> Iterator[Import]:
    names = found["wrapped"] or found["listed"] or found["plain"]
    if b"#" in names:
        names = _COMMENT.sub(b"", names)
    origin = "".join((found["module"] or b"").decode("utf-8", "replace").split())
    module = origin.lstrip(".")
    level = len(origin) - len(module)
    for text in names.decode("utf-8", "replace").split(","):
        if not (text := text.strip()):
            continue
        name, alias = (text, None) if text.isidentifier() else _named(text)
        if origin:
            yield Import(module, name, alias or name, level, line, local)
        else:
            yield Import(name, "", alias or name.partition(".")[0], 0, line, local)


def _named(text: str) -> tuple[str, str | None]:
    """The name and what it is imported as."""
    written = _NAME.match(text)
    if written is None:
        raise NotPlain
    return written["name"], written["alias"]


def _is_local(flat: bytes, found: re.Match[bytes]) -> bool:
    """Is an indented import in a function: is one defined above it, further left, since the last margin?"""
    start = found.start()
    top = flat.rfind(b"\n", 0, start)
    while top >= 0 and flat[top + 1 : top + 2] in _NO_MARGIN:
        top = flat.rfind(b"\n", 0, top)
    column = len(found["indent"])
    return any(len(above[1]) < column for above in _DEFINITION.finditer(flat, top + 1, start))
