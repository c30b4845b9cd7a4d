"""Docstrings and comments within the host's line length: formatters leave both as they are."""

import re
import textwrap

_QUOTES = '"""'
_DOCSTRING = re.compile(r'(?P<indent> *)(?P<text>""".+)"""')
_SENTENCE = re.compile(r"[.?!] ")
_CLAUSE = re.compile(r"[:;] ")
_COMMENT = re.compile(r"(?P<indent> *)# (?P<text>.+)")


def wrapped(source: str, width: int) -> str:
    """The formatted source, with docstrings of one line and comments that are too long on several lines."""
    return "\n".join(_wrapped(line, width) for line in source.split("\n"))


def _wrapped(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    if found := _DOCSTRING.fullmatch(line):
        return "\n".join([*_docstring(found["text"], found["indent"], width), f"{found['indent']}{_QUOTES}"])
    if found := _COMMENT.fullmatch(line):
        return "\n".join(_broken(found["text"], f"{found['indent']}# ", width))
    return line


def _docstring(text: str, indent: str, width: int) -> list[str]:
    """Its first sentence, or what it says up to a colon, stands by itself in a line, as linters want it."""
    for end in (_SENTENCE.search(text), _CLAUSE.search(text)):
        if end is not None and len(indent) + end.start() < width:
            stop = end[0][0] if end[0][0] in ".?!" else "."
            first, rest = f"{indent}{text[: end.start()]}{stop}", text[end.end() :]
            return [first, "", *_broken(f"{rest[:1].upper()}{rest[1:]}", indent, width)]
    return _broken(text, indent, width - len(_QUOTES))  # never the quotes alone


def _broken(text: str, start: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=start,
        break_long_words=False,
        break_on_hyphens=False,
    )
