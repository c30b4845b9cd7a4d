"""The names that applications and routers are made by: FastAPI's, those of subclasses, other names."""

from collections.abc import Iterable, Iterator

from fastapi_endpoint.source.module import Module


def makers(modules: Iterable[Module]) -> frozenset[str]:
    """All of these names that the files use."""
    known = {"FastAPI", "APIRouter"}
    bindings = [binding for module in modules for binding in _renamed(module)]
    grown = True
    while grown:
        more = {new for new, old in bindings if old in known} - known
        known |= more
        grown = bool(more)
    return frozenset(known)


def _renamed(module: Module) -> Iterator[tuple[str, str]]:
    """Each name with the one that it stands for or descends from."""
    for imported in module.imports:
        yield imported.bound, imported.name
    for bound in module.assignments:
        yield bound.target, bound.value.rpartition(".")[2]
    for class_ in module.classes:
        for base in class_.bases:
            yield class_.name, base.partition("[")[0].partition("(")[0].rpartition(".")[2].strip()
