"""The class that the project's schemas share, if they share one."""

import re
from collections import defaultdict
from collections.abc import Sequence

from fastapi_endpoint import naming
from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.explore.classes import PydanticClass
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import answer_of
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Assignment

_NAME = re.compile(r"[A-Za-z_][\w.]*")
_BASE = re.compile(r"Base|Model$|Schema$")
_SHARE = 0.4
_MOST_FIELDS = 2
_FEW = 3


def detect_schema_base(index: Index) -> Fact[Symbol | None]:
    """The project's own Pydantic base that schemas of several resources descend from, or None."""
    schemas = [found for found in index.pydantic if _counts(index, found)]
    below: dict[Target, list[PydanticClass]] = defaultdict(list)
    for schema in schemas:
        for ancestor in index.files.ancestors(schema.target):
            if ancestor.file:
                below[ancestor].append(schema)
    few = min(_FEW, -(-len(schemas) // 2))
    candidates = [base for base in below if len(below[base]) >= few and _is_general(index, base, below[base])]
    if not candidates:
        return Fact(value=None, witnesses=tuple(_witness(schema) for schema in schemas[:8]))
    # Of a base and its own base, the one that most schemas name; the nearer one of equals.
    best = max(candidates, key=lambda base: (len(below[base]), len(index.files.ancestors(base)), base.name))
    share = len(below[best]) / max(1, len(schemas))
    plain = [schema for schema in schemas if schema not in below[best] and schema.target != best]
    if share < _SHARE:
        return Fact(
            value=None,
            confidence="high" if share < _SHARE / 2 else "low",
            witnesses=tuple(_witness(schema) for schema in plain[:SHOWN]),
            against=tuple(_witness(schema) for schema in below[best][:SHOWN]),
        )
    rivals = [base for base in candidates if base != best and _is_rival(index, base, best, below)]
    sure = share >= 0.6 and not rivals and not _is_aside_from_endpoints(index, below[best], schemas)
    return Fact(
        value=index.symbol(best),
        confidence="high" if sure else "low",
        witnesses=tuple(_witness(schema) for schema in below[best][:SHOWN]),
        against=tuple(_witness(schema) for schema in plain[:SHOWN]),
    )


def _is_aside_from_endpoints(
    index: Index, below: Sequence[PydanticClass], schemas: Sequence[PydanticClass]
) -> bool:
    """Do endpoints take and answer with schemas, and none of them descends from the base?"""
    descending = {schema.target for schema in below}
    others = {schema.target for schema in schemas} - descending
    met = False
    for endpoint in index.endpoints:
        texts = [answer_of(endpoint), *(each.annotation for each in endpoint.function.parameters)]
        for name in _NAME.findall(" ".join(texts)):
            target = index.files.target(endpoint.file, name)
            if target in descending:
                return False
            met = met or target in others
    return met


def _is_rival(index: Index, base: Target, best: Target, below: dict[Target, list[PydanticClass]]) -> bool:
    """Has another base about as many schemas of its own?"""
    kin = base in index.files.ancestors(best) or best in index.files.ancestors(base)
    return not kin and 2 * len(below[base]) >= len(below[best])


def detect_schema_config(index: Index, base: Symbol | None) -> Fact[tuple[str, ...]]:
    """What `model_config` of the shared base sets, as `from_attributes=True`."""
    target = Target(base.file, base.module, base.name) if base else None
    class_ = index.files.class_at(target) if target else None
    config = class_.assignment("model_config") if class_ else None
    if base is None or config is None or config.call is None:
        return Fact(value=(), origin="default")
    said = tuple(f"{each.name}={each.value}" for each in config.call.arguments if each.name)
    return Fact(value=said, witnesses=(Witness(base.file, config.line),))


def _counts(index: Index, found: PydanticClass) -> bool:
    """Is it a schema of the application: in its folder, no settings, no example?"""
    root = index.app_root
    inside = not root or found.file.startswith(f"{root}/")
    return inside and not is_aside(found.file)


def _is_general(index: Index, base: Target, below: Sequence[PydanticClass]) -> bool:
    """Is it about no resource: few fields of its own, and used from other files, or without any at all?"""
    class_ = index.files.class_at(base)
    if class_ is None or class_.keyword("table") == "True":
        return False
    fields = [field for field in class_.assignments if _is_field(field)]
    stem = naming.words(base.name)[:1]
    alike = [schema for schema in below if naming.words(schema.target.name)[:1] == stem]
    shared = any(schema.file != base.file for schema in below)
    apart = shared or (not fields and _BASE.search(base.name) is not None)
    return len(fields) <= _MOST_FIELDS and len(alike) * 2 < len(below) and apart


def _is_field(declared: Assignment) -> bool:
    private = declared.target.startswith(("model_", "_"))
    return bool(declared.annotation) and not private and "ClassVar" not in declared.annotation


def _witness(schema: PydanticClass) -> Witness:
    return Witness(schema.file, schema.class_.line, schema.target.name)
