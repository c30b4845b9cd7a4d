"""Ruff's binary: formatting as the host does, import order, and the last word on what is valid Python.

All files of a question go into one call, in a private folder that mirrors their places and holds the
host's own Ruff settings. Nothing of the project is run or written.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import ruff  # type: ignore[import-untyped]  # it ships no types

from fastapi_endpoint.domain.conventions import Tools
from fastapi_endpoint.errors import InternalError, MissingTool
from fastapi_endpoint.tools.mirror import Files, mirror_packages, private_folder, settings_above, write
from fastapi_endpoint.tools.process import Completed, run

_TIMEOUT = 60.0
_SETTINGS = (".ruff.toml", "ruff.toml", "pyproject.toml")
_NEWEST = (3, 14)
_OLDEST = (3, 7)
_PIN = re.compile(r"(?m)^[ \t]*required-version[ \t]*=.*$")
_BROKEN_SETTINGS = 2
_HOST = ["--config", "force-exclude=false"]


def format_files(texts: Mapping[str, str], tools: Tools, files: Files) -> dict[str, str]:
    """The texts (by the path they are meant for) as the host's tools would leave them.

    A host that formats with Ruff gets its own settings; any other its line length and quotes. Imports are
    sorted where the host's Ruff checks their order. A text that does not parse is returned as it is.
    """
    if not texts:
        return {}
    with private_folder() as folder:
        write(folder, {path: text.encode() for path, text in texts.items()})
        own = _mirror_settings(folder, texts, files)
        targets = sorted(texts)
        if own and _sorts_imports(own.values()):
            mirror_packages(folder, files, texts.values())
            _ruff(folder, ["check", "--select", "I", "--fix", "--exit-zero", *_HOST, *_given(targets)])
        explicit = ["--isolated", *_explicit(tools)]
        settings = (
            ["--config", "force-exclude=false"] if own and tools.formatter.value == "ruff" else explicit
        )
        ended = _ruff(folder, ["format", "--quiet", *settings, *_given(targets)])
        if ended.code == _BROKEN_SETTINGS and settings is not explicit:
            _ruff(folder, ["format", "--quiet", *explicit, *_given(targets)])
        return {path: (folder / path).read_bytes().decode() for path in targets}


def broken_rules(texts: Mapping[str, str], files: Files, *, rules: str = "") -> dict[str, frozenset[str]]:
    """Path -> the codes of the rules (`PLR2004`) that the text breaks, by the Ruff settings of the project.

    Nothing is broken where the project has none. `rules` are asked in place of its settings.
    """
    with private_folder() as folder:
        write(folder, {path: text.encode() for path, text in texts.items()})
        if not texts or not (rules or _mirror_settings(folder, texts, files)):
            return {}
        asked = ["--isolated", "--select", rules] if rules else ["--force-exclude"]
        options = ["--exit-zero", "--no-fix", "--output-format", "json", *asked]
        ended = _ruff(folder, ["check", *options, *_given(sorted(texts))])
        try:
            found = json.loads(ended.out)
        except json.JSONDecodeError:  # settings that this Ruff does not know
            return {}
        broken: dict[str, set[str]] = {}
        for each in found:
            broken.setdefault(_place(each, folder.resolve()), set()).add(each["code"] or "")
        return {path: frozenset(codes) for path, codes in broken.items()}


def with_fixes(texts: Mapping[str, str], rules: str) -> dict[str, str]:
    """The texts with all that Ruff can mend of what breaks these rules."""
    with private_folder() as folder:
        write(folder, {path: text.encode() for path, text in texts.items()})
        options = ["--isolated", "--select", rules, "--fix", "--unsafe-fixes", "--exit-zero"]
        _ruff(folder, ["check", *options, *_given(sorted(texts))])
        return {path: (folder / path).read_bytes().decode() for path in texts}


def with_noqa(texts: Mapping[str, str], files: Files, rules: Iterable[str]) -> dict[str, str]:
    """The texts, in each line a comment for those of the rules that it breaks, by the project's settings."""
    if not texts:
        return {}
    with private_folder() as folder:
        write(folder, {path: text.encode() for path, text in texts.items()})
        _mirror_settings(folder, texts, files)
        options = ["--select", ",".join(sorted(rules)), "--add-noqa", "--exit-zero", "--force-exclude"]
        _ruff(folder, ["check", *options, *_given(sorted(texts))])
        return {path: (folder / path).read_bytes().decode() for path in texts}


def syntax_errors(sources: Mapping[str, bytes], target_version: tuple[int, int]) -> dict[str, str]:
    """Path -> the first thing wrong (`line 3: ...`), for each source that is no Python of that version."""
    if not sources:
        return {}
    with private_folder() as folder:
        write(folder, sources)
        version = "py{}{}".format(*min(max(target_version, _OLDEST), _NEWEST))
        options = ["--isolated", "--select", "E902", "--target-version", version, "--output-format", "json"]
        ended = _ruff(folder, ["check", "--exit-zero", *options, *_given(sorted(sources))])
        try:
            found = json.loads(ended.out)
        except json.JSONDecodeError as error:
            raise InternalError(f"Ruff gave no list of errors: {ended.text}") from error
        return _first_errors(found, folder.resolve())


def _first_errors(found: list[dict[str, Any]], folder: Path) -> dict[str, str]:
    errors: dict[str, str] = {}
    for each in sorted(found, key=lambda error: (error["filename"], error["location"]["row"])):
        path = _place(each, folder)
        message = each["message"].removeprefix("SyntaxError: ")
        errors.setdefault(path, f"line {each['location']['row']}: {message}")
    return errors


def _place(finding: dict[str, Any], folder: Path) -> str:
    return Path(finding["filename"]).resolve().relative_to(folder).as_posix()


def _ruff(folder: Path, arguments: Sequence[str]) -> Completed:
    try:
        binary = ruff.find_ruff_bin()
        command, *rest = arguments
        ended = run(
            [binary, command, "--no-cache", *rest], cwd=folder, env={"NO_COLOR": "1"}, timeout=_TIMEOUT
        )
    except FileNotFoundError as error:
        raise MissingTool("Ruff's program is missing.", hint="Install the package `ruff` again.") from error
    if ended.code is None:
        raise MissingTool(f"Ruff did not end within {_TIMEOUT:.0f} seconds.", hint="Try again.")
    return ended


def _given(paths: Sequence[str]) -> list[str]:
    return ["--", *paths]


def _mirror_settings(folder: Path, texts: Mapping[str, str], files: Files) -> dict[str, dict[str, Any]]:
    """Copy each Ruff setting file above a text, with what it extends. Returns path -> Ruff's table.

    A pinned Ruff version is left out: ours is the only one at hand.
    """
    present = set(files.paths())
    wanted = list(settings_above(texts, _SETTINGS, files))
    found: dict[str, dict[str, Any]] = {}
    while wanted:
        path = wanted.pop()
        data = files.read(path)
        table = _ruff_table(path, data)
        if path in found or table is None:
            continue
        found[path] = table
        kept = _PIN.sub("", data.decode(errors="replace"))
        write(folder, {path: kept.encode()})
        extended = table.get("extend")
        if isinstance(extended, str):
            target = _joined(PurePosixPath(path).parent, extended)
            wanted += [target] if target in present else []
    return found


def _joined(folder: PurePosixPath, relative: str) -> str:
    parts: list[str] = []
    for part in (folder / relative).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _ruff_table(path: str, data: bytes) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    table = document.get("tool", {}).get("ruff") if path.endswith("pyproject.toml") else document
    return table if isinstance(table, dict) else None


def _sorts_imports(tables: Iterable[dict[str, Any]]) -> bool:
    for table in tables:
        lint = table.get("lint", {})
        for part in (table, lint):
            chosen = [*part.get("select", ()), *part.get("extend-select", ())]
            if any(rule in {"I", "I0", "I00", "I001", "ALL"} for rule in chosen):
                return True
    return False


def _explicit(tools: Tools) -> list[str]:
    quotes = tools.quotes.value
    return [
        *("--config", f"line-length={tools.line_length.value}"),
        *("--config", f"format.quote-style='{quotes}'"),
    ]
