"""What installs the project."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.documents import Table, dig, join, line_of, parent, read_toml, upwards
from fastapi_endpoint.explore.locks import LOCKS, nearest_lock
from fastapi_endpoint.explore.requirements import conda_files, is_requirements_file
from fastapi_endpoint.source.tree import SourceTree

_BACKENDS = {"poetry": "poetry", "pdm": "pdm", "hatchling": "hatch", "uv_build": "uv", "flit": "other"}
_COMMANDS = (
    ("uv", r"\buv (?:sync|run|lock|add|pip)\b"),
    ("poetry", r"\bpoetry (?:install|run|add|lock|export)\b"),
    ("pdm", r"\bpdm (?:install|run|sync|add)\b"),
    ("hatch", r"\bhatch (?:run|env|shell)\b"),
    ("other", r"\bpipenv (?:install|run|sync)\b|\bconda (?:env|install|activate)\b"),
    ("pip", r"\bpip3? install\b"),
)
_TALK = (
    "README.md",
    "README.rst",
    "Dockerfile",
    "Makefile",
    "makefile",
    "justfile",
    "tox.ini",
    "docker-compose.yml",
)


def detect_package_manager(
    tree: SourceTree, root: str, requirements: Sequence[Requirement] = ()
) -> Fact[str]:
    """uv, poetry, pdm, hatch, pip or other: a lock file decides, then settings, then what is said to run."""
    lock = nearest_lock(tree, root)
    if lock is not None:
        name = LOCKS[lock.rpartition("/")[2]]
        rivals = _rival_locks(tree, lock)
        manager = "other" if name == "pipenv" else name
        return Fact(
            value=manager,
            confidence="low" if rivals else "high",
            witnesses=(Witness(lock, 1, "lock file"),),
            against=rivals,
        )
    said = _said(tree, root)
    for folder in upwards(root):
        here = _folder(tree, folder, said)
        for reader in _READERS:
            fact = reader(tree, here)
            if fact is not None:
                return fact
    listed = [r for r in requirements if is_requirements_file(r.file)]
    if listed:
        return Fact(value="pip", witnesses=(Witness(listed[0].file, 1, "list for pip"),))
    if requirements:
        value = next(iter(said), "other" if requirements[0].file.endswith((".yml", ".yaml")) else "pip")
        return Fact(value=value, confidence="low", witnesses=tuple(said.get(value, ())))
    return Fact(value="other", confidence="low", origin="default")


def _rival_locks(tree: SourceTree, lock: str) -> tuple[Witness, ...]:
    names = (name for name in LOCKS if LOCKS[name] != LOCKS[lock.rpartition("/")[2]])
    beside = (join(parent(lock), name) for name in names)
    return tuple(Witness(path, 1, "another lock file") for path in beside if tree.exists(path))


class _Folder(NamedTuple):
    """One folder on the way up from the application, and what its `pyproject.toml` holds."""

    path: str
    table: Table
    text: str
    lists: list[str]
    said: dict[str, list[Witness]]

    @property
    def pyproject(self) -> str:
        return join(self.path, "pyproject.toml")

    @property
    def declares(self) -> bool:
        return bool(dig(self.table, "project", "dependencies"))

    def fact(self, value: str, pattern: str, note: str, *, sure: bool = True) -> Fact[str]:
        """What a line of `pyproject.toml` says, against what the readme and the image run."""
        witness = Witness(self.pyproject, line_of(self.text, pattern), note)
        others = tuple(w for name, ws in self.said.items() if name not in (value, "pip") for w in ws)
        return Fact(
            value=value,
            confidence="high" if sure and not others else "low",
            witnesses=(witness, *self.said.get(value, ())),
            against=others,
        )


def _folder(tree: SourceTree, path: str, said: dict[str, list[Witness]]) -> _Folder:
    pyproject = join(path, "pyproject.toml")
    table = read_toml(tree, pyproject)
    lists = [file for file in _requirement_lists(tree, path) if tree.read(file).strip()]
    return _Folder(path, table, tree.text(pyproject) if table else "", lists, said)


def _by_tables(_: SourceTree, folder: _Folder) -> Fact[str] | None:
    if dig(folder.table, "tool", "poetry", "dependencies"):
        return folder.fact("poetry", r"^\[tool\.poetry\.dependencies", "Poetry's dependencies")
    if dig(folder.table, "tool", "pdm", "dev-dependencies"):
        return folder.fact("pdm", r"^\[tool\.pdm", "PDM's settings")
    return None


def _by_lists(_: SourceTree, folder: _Folder) -> Fact[str] | None:
    managed = folder.declares and folder.said and "pip" not in folder.said
    if not folder.lists or managed:
        return None
    also = Witness(folder.pyproject, line_of(folder.text, r"^dependencies"), "also declared here")
    return Fact(
        value="pip",
        witnesses=(Witness(folder.lists[0], 1, "list for pip"),),
        against=(also,) if folder.declares else (),
    )


def _by_other_files(tree: SourceTree, folder: _Folder) -> Fact[str] | None:
    if folder.declares:
        return None
    pipfile = join(folder.path, "Pipfile")
    if tree.exists(pipfile):
        return Fact(value="other", witnesses=(Witness(pipfile, 1, "Pipenv"),))
    conda = conda_files(tree, folder.path)
    return Fact(value="other", witnesses=(Witness(conda[0], 1, "conda"),)) if conda else None


def _by_backend(_: SourceTree, folder: _Folder) -> Fact[str] | None:
    backend = str(dig(folder.table, "build-system", "build-backend") or "")
    named = next((tool for key, tool in _BACKENDS.items() if key in backend), None)
    if named is None or not folder.declares:
        return None
    # Hatchling builds packages that uv manages as often as Hatch does.
    rival = named == "hatch" and bool(dig(folder.table, "tool", "uv"))
    return folder.fact(named, r"^build-backend", "build backend", sure=not rival)


def _by_words(_: SourceTree, folder: _Folder) -> Fact[str] | None:
    if not folder.declares:
        return None
    if dig(folder.table, "tool", "uv") is not None:
        return folder.fact("uv", r"^\[tool\.uv", "uv's settings")
    value = next((name for name in folder.said if name != "pip"), None)
    if value is not None:
        return Fact(value=value, witnesses=tuple(folder.said[value]))
    if not dig(folder.table, "build-system") and folder.table.get("dependency-groups"):
        return folder.fact("uv", r"^\[dependency-groups", "dependency groups, no build system", sure=False)
    return folder.fact("pip", r"^dependencies", "no tool named", sure="pip" in folder.said)


_READERS = (_by_tables, _by_lists, _by_other_files, _by_backend, _by_words)


def _requirement_lists(tree: SourceTree, folder: str) -> list[str]:
    places = (folder, join(folder, "requirements"))
    return [path for path in tree.paths() if parent(path) in places and is_requirements_file(path)]


def _said(tree: SourceTree, root: str) -> dict[str, list[Witness]]:
    """Which package managers the readme, image and task files run; those named most come first."""
    found: dict[str, list[Witness]] = {}
    counts: dict[str, int] = {}
    for folder in upwards(root):
        for path in (join(folder, name) for name in _TALK):
            if not tree.exists(path):
                continue
            text = tree.text(path)
            for manager, pattern in _COMMANDS:
                matches = re.findall(pattern, text)
                if matches:
                    counts[manager] = counts.get(manager, 0) + len(matches)
                    found.setdefault(manager, []).append(Witness(path, line_of(text, pattern), matches[0]))
    return {name: found[name] for name in sorted(found, key=lambda name: (-counts[name], name))}
