"""The versions that lock files pin. Lock files are large: they are searched, not parsed."""

import json
import re

from fastapi_endpoint.explore.documents import join, upwards
from fastapi_endpoint.source.tree import SourceTree

LOCKS = {
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "pdm.lock": "pdm",
    "Pipfile.lock": "pipenv",
    "pylock.toml": "uv",
}

_ENTRY = re.compile(r'^\[\[packages?\]\]\s*\nname = "([^"]+)"\s*\nversion = "([^"]+)"', re.MULTILINE)


def nearest_lock(tree: SourceTree, root: str) -> str | None:
    """The lock file of the application in `root`: in its folder or above it; nearest first."""
    for folder in upwards(root):
        for name in LOCKS:
            path = join(folder, name)
            if tree.exists(path):
                return path
    return None


def locked_versions(tree: SourceTree, root: str, names: frozenset[str]) -> dict[str, str]:
    """The locked version of those of the named distributions that the nearest lock file pins."""
    path = nearest_lock(tree, root)
    if path is None:
        return {}
    text = tree.text(path)
    tree.forget(path)
    if path.endswith("Pipfile.lock"):
        return {name: version for name, version in _of_pipfile_lock(text).items() if name in names}
    found: dict[str, str] = {}
    for match in _ENTRY.finditer(text):
        name = re.sub(r"[-_.]+", "-", match[1]).lower()
        if name in names:
            # A fork of the lock holds a package twice: the lower one may be what runs.
            found[name] = min(found.get(name, match[2]), match[2], key=_order)
    return found


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def _of_pipfile_lock(text: str) -> dict[str, str]:
    try:
        content = json.loads(text)
    except ValueError:
        return {}
    found = {}
    for section in ("default", "develop"):
        packages = content.get(section) if isinstance(content, dict) else None
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            if isinstance(entry, dict) and isinstance(entry.get("version"), str):
                found[name.lower()] = entry["version"].lstrip("=")
    return found
