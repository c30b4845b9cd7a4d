"""Libraries that do part of an endpoint's work: which of them the code really imports.

A library more is a row of `LIBRARIES`; a kind of work more is a field of `Libraries` as well.
"""

from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, Libraries, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.votes import SHOWN


class _Library(Struct, frozen=True):
    """What it does, its name on PyPI, the package that code imports."""

    work: str
    name: str
    package: str


LIBRARIES = (
    _Library("pagination", "fastapi-pagination", "fastapi_pagination"),
    _Library("filtering", "fastapi-filter", "fastapi_filter"),
    _Library("filtering", "fastapi-filters", "fastapi_filters"),
    _Library("filtering", "fastapi-querybuilder", "fastapi_querybuilder"),
    _Library("users", "fastapi-users", "fastapi_users"),
    _Library("users", "authx", "authx"),
    _Library("users", "fastapi-login", "fastapi_login"),
    _Library("crud", "fastcrud", "fastcrud"),
    _Library("crud", "advanced-alchemy", "advanced_alchemy"),
    _Library("crud", "sqlalchemy-crud-plus", "sqlalchemy_crud_plus"),
    _Library("crud", "fastapi-crudrouter", "fastapi_crudrouter"),
    _Library("container", "dishka", "dishka"),
    _Library("container", "dependency-injector", "dependency_injector"),
    _Library("container", "punq", "punq"),
    _Library("container", "lagom", "lagom"),
    _Library("container", "that-depends", "that_depends"),
    _Library("container", "modern-di", "modern_di"),
    _Library("container", "fastapi-injector", "fastapi_injector"),
    _Library("container", "injector", "injector"),
    _Library("container", "wireup", "wireup"),
    _Library("container", "svcs", "svcs"),
    _Library("container", "kink", "kink"),
    _Library("admin", "sqladmin", "sqladmin"),
    _Library("admin", "starlette-admin", "starlette_admin"),
    _Library("admin", "fastapi-admin", "fastapi_admin"),
    _Library("admin", "fastapi-amis-admin", "fastapi_amis_admin"),
    _Library("admin", "crudadmin", "crudadmin"),
    _Library("admin", "piccolo-admin", "piccolo_admin"),
)
_BY_PACKAGE = {library.package: library for library in LIBRARIES}


def detect_libraries(index: Index, requirements: Sequence[Requirement]) -> Libraries:
    """Each kind of work with the library that does it: the one that most files import."""
    imported = _imported(index, requirements)
    return Libraries(
        pagination=_doing("pagination", imported, requirements),
        filtering=_doing("filtering", imported, requirements),
        users=_doing("users", imported, requirements),
        crud=_doing("crud", imported, requirements),
        container=_doing("container", imported, requirements),
        admin=_doing("admin", imported, requirements),
    )


def _imported(index: Index, requirements: Sequence[Requirement]) -> dict[_Library, list[Witness]]:
    """The files that import each library: those with routers and the like, and for a declared one all."""
    declared = {requirement.name for requirement in requirements}

    def is_own(library: _Library, path: str) -> bool:
        """Does the project have a module of that name?"""
        if library.name in declared:
            return False
        return index.files.resolver.module_file(library.package, path) is not None

    paths = dict.fromkeys(index.files.modules)
    for library in LIBRARIES:
        if library.name in declared:
            paths |= dict.fromkeys(index.files.mentioning(library.package))
    found: dict[_Library, list[Witness]] = defaultdict(list)
    for path in sorted(paths):
        if is_aside(path) or path.startswith(index.foreign):
            continue
        module = index.files.module(path)
        met: set[str] = set()
        for each in module.imports if module else ():
            top = each.module.partition(".")[0]
            known = _BY_PACKAGE.get(top) if not each.level else None
            if known is not None and top not in met and not is_own(known, path):
                met.add(top)
                found[known].append(Witness(path, each.line, f"imports {top}"))
    return found


def _doing(
    work: str, imported: dict[_Library, list[Witness]], requirements: Sequence[Requirement]
) -> Fact[str | None]:
    names = {library.name for library in LIBRARIES if library.work == work}
    declared = [requirement for requirement in requirements if requirement.name in names]
    used = [library for library in LIBRARIES if library.work == work and imported.get(library)]
    if not used:
        idle = tuple(Witness(r.file, r.line, f"{r.name} is declared, nowhere imported") for r in declared)
        return Fact(value=None, against=idle[:SHOWN], origin="code" if idle else "default")
    ordered = sorted(used, key=lambda library: -len(imported[library]))
    best, rivals = ordered[0], ordered[1:]
    even = any(len(imported[rival]) * 2 > len(imported[best]) for rival in rivals)
    asked = tuple(witness_of(requirement) for requirement in declared if requirement.name == best.name)
    return Fact(
        value=best.name,
        confidence="low" if even else "high",
        witnesses=(*imported[best], *asked)[:SHOWN],
        against=tuple(witness for rival in rivals for witness in imported[rival])[:SHOWN],
    )
