"""Packages that hand on what their modules define: where files import tables, schemas and queries from."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Layout, Witness
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Import

Ballot = tuple[str, Witness]


def with_packages(index: Index, layout: Layout) -> Layout:
    """The layout with the packages that artefacts are imported from.

    Only packages that a plan adds the new names to: those of the artefact, and registries of tables.
    """
    registries = {index.files.resolver.module_name(path) for path in layout.model_registry.value}
    taken = list(_taken(index, (layout.router.value, layout.crud.value)))
    return replace(
        layout,
        model_package=_voted(_ballots(taken, layout.model.value), registries),
        schema_package=_voted(_ballots(taken, layout.schema.value), None),
        crud_package=_voted(_ballots(taken, layout.crud.value), None),
    )


def _taken(index: Index, readers: tuple[str, ...]) -> Iterator[tuple[str, Import, Target]]:
    """What the files of these patterns import: the reader, the statement, and what it stands for."""
    reading = [shape(each) for each in dict.fromkeys(readers)]
    for path in index.files.python:
        if is_aside(path) or not any(each.fullmatch(path) for each in reading):
            continue
        module = index.files.module(path)
        for found in module.imports if module else ():
            if not found.name or found.level or found.local:
                continue
            target = index.files.target(path, found.bound)
            if target.name and target.file != path:
                yield path, found, target


def _ballots(taken: Sequence[tuple[str, Import, Target]], pattern: str) -> Iterator[tuple[Ballot, str]]:
    """For each name that is taken from such a file: the module it is taken from, and its folder."""
    defining = shape(pattern)
    for path, found, target in taken:
        if defining.fullmatch(target.file):
            module = found.module if found.module != target.module else ""
            yield (module, Witness(path, found.line)), target.module.rpartition(".")[0]


def _voted(ballots: Iterator[tuple[Ballot, str]], known: set[str] | None) -> Fact[str]:
    every = list(ballots)
    folders = {folder for _, folder in every}
    fact = vote([ballot for ballot, _ in every], "")
    return fact if fact.value in (folders if known is None else known) else replace(fact, value="")


def shape(pattern: str) -> re.Pattern[str]:
    """Any path that the pattern could give."""
    return re.compile(re.sub(r"\\\{(singular|plural)\\\}", "[A-Za-z0-9_]+", re.escape(pattern)))
