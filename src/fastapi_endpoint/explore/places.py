"""Where the files of one kind lie: patterns that resources show, and which of them is followed."""

import re
from collections.abc import Iterable, Iterator

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.explore.documents import parent
from fastapi_endpoint.explore.features import shape_of
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.resources import Nouns
from fastapi_endpoint.explore.votes import vote

_FEATURES = 3
_KINDS = re.compile(r"models?|entit(?:y|ies)|tables?|orm|schemas?|dtos?|serializers?")
Site = tuple[str, str, int]
Ballot = tuple[str, Witness]


def places(index: Index, nouns: Nouns, sites: Iterable[Site]) -> list[Ballot]:
    """One ballot for each resource: the path with its noun left out, or the path of all of them."""
    by_noun: dict[str, Ballot] = {}
    plain: dict[str, Ballot] = {}
    for noun, file, line in sites:
        pattern = nouns.pattern(file, noun)
        where = Witness(file, line)
        if pattern is not None:
            by_noun.setdefault(noun, (pattern, where))
        elif nouns.in_text(file.removesuffix(".py")) is None:
            plain.setdefault(file, (file, where))
    # A file named for something that is no table is placed like the others, or takes in all resources.
    shapes = [shape_of(pattern) for pattern, _ in by_noun.values()]
    others = [ballot for file, ballot in plain.items() if not any(shape.fullmatch(file) for shape in shapes)]
    return [*by_noun.values(), *(others if by_noun else _of_a_kind(index, others))]


def _of_a_kind(index: Index, ballots: list[Ballot]) -> list[Ballot]:
    """Of several files in a folder of their kind (`models/audit.py`) the next resource has its own."""
    return [
        (f"{folder}/{{singular}}.py", where)
        if _KINDS.fullmatch((folder := parent(file)).rpartition("/")[2])
        and sum(not path.endswith("__init__.py") for path in index.files.folders.get(folder, ())) > 1
        else (file, where)
        for file, where in ballots
    ]


def voted(ballots: list[Ballot], router: str, kind: str) -> Fact[str]:
    """Where most resources have their files of that kind; our guess where there are none."""
    if ballots:
        # Of equally many, the plainest.
        return vote(sorted(_by_feature(ballots), key=lambda ballot: len(ballot[0])), "")
    return guess(router, "", kind)


def _by_feature(ballots: list[Ballot]) -> list[Ballot]:
    """The ballots; a folder that differs where all else is alike is that of a feature.

    `app/sales/models/{singular}.py`, `app/stock/models/{singular}.py` -> `app/{plural}/models/{singular}.py`.
    """
    seen: dict[tuple[str, str], set[str]] = {}
    for pattern, _ in ballots:
        for head, name, tail in _folders(pattern):
            seen.setdefault((head, tail), set()).add(name)
    usual = {place for place, names in seen.items() if len(names) >= _FEATURES}
    found = []
    for pattern, where in ballots:
        masked = next(
            (
                f"{head}{{plural}}{tail}"
                for head, name, tail in _folders(pattern)
                if (head, tail) in usual and "{" in tail and "{" not in name
            ),
            pattern,
        )
        found.append((masked, where))
    return found


def _folders(pattern: str) -> Iterator[tuple[str, str, str]]:
    """Each folder of a path: what stands before it, its name, what follows."""
    parts = pattern.split("/")
    for at, name in enumerate(parts[:-1]):
        yield "".join(f"{part}/" for part in parts[:at]), name, "/" + "/".join(parts[at + 1 :])


def guess(router: str, model: str, kind: str) -> Fact[str]:
    """Ours, where the project shows none: beside the router by feature, in a folder of its own by type."""
    folder, name = router.rpartition("/")[0], router.rpartition("/")[2]
    if "{" in folder:  # by feature: posts/routes.py -> posts/crud.py
        return Fact(value=f"{folder}/{kind}.py", confidence="low", origin="default")
    if model and "{" in model:
        base, stem = parent(parent(model)), model.rpartition("/")[2]
        return Fact(value=f"{base}/{kind}/{stem}".lstrip("/"), confidence="low", origin="default")
    base = folder
    while base and base.rpartition("/")[2] in (
        "routers",
        "routes",
        "api",
        "v1",
        "endpoints",
        "views",
        "controllers",
    ):
        base = parent(base)
    stem = name if "{" in name else "{singular}.py"
    return Fact(value=f"{base}/{kind}/{stem}".lstrip("/"), confidence="low", origin="default")
