"""Which generation of Pydantic the project is written for."""

import re
from collections.abc import Sequence

from fastapi_endpoint.domain.conventions import Fact, Witness
from fastapi_endpoint.domain.project import Requirement
from fastapi_endpoint.explore.requirements import witness_of
from fastapi_endpoint.explore.specifiers import ceiling, lowest
from fastapi_endpoint.source.tree import SourceTree

_V2_CODE = re.compile(
    rb"\b(?:ConfigDict|field_validator|model_validator|field_serializer|model_serializer|model_config\s*="
    rb"|model_dump|model_validate|from_attributes|model_fields|TypeAdapter|RootModel|pydantic_settings)\b"
)
_V1_CODE = re.compile(
    rb"\borm_mode\b|@(?:pydantic\.)?(?:validator|root_validator)\b|\ballow_population_by_field_name\b"
    rb"|\.from_orm\(|\bschema_extra\s*=|pydantic(?:\.| import [^\n]*\b)BaseSettings\b|\bBaseConfig\b"
    rb"|\.parse_obj\("
)


# What the patterns cannot match without: looked for first, since a pattern is many times slower.
_V2_WORDS = (
    *(b"ConfigDict", b"field_validator", b"model_validator", b"_serializer", b"model_config", b"model_dump"),
    *(b"model_validate", b"from_attributes", b"model_fields", b"TypeAdapter", b"RootModel"),
    b"pydantic_settings",
)
_V1_WORDS = (
    *(
        b"orm_mode",
        b"@validator",
        b"@root_validator",
        b"@pydantic.",
        b"allow_population_by_field_name",
        b".from_orm(",
        b"schema_extra",
    ),
    *(b"BaseSettings", b"BaseConfig", b".parse_obj("),
)
_BEFORE = 400
"""How far before such a word the pattern may begin (`pydantic import ..., BaseSettings`)."""


def detect_pydantic(requirements: Sequence[Requirement], code: "Fact[str] | None") -> Fact[str]:
    """v1 or v2: the pin or the locked version decides, then what FastAPI's own pin needs, then the code."""
    pins = [(r, pin) for r in requirements if r.name == "pydantic" and (pin := _pydantic_pin(r))]
    seen = {pin for _, pin in pins}
    if len(seen) == 1:
        value = pins[0][1]
        contradicted = code is not None and code.value != value and code.confidence == "high"
        return Fact(
            value=value,
            confidence="low" if contradicted else "high",
            witnesses=tuple(witness_of(r) for r, _ in pins),
            against=code.witnesses if contradicted and code else (),
        )
    implied = _implied(requirements)
    if seen or code is None:
        value = "v1" if "v1" in seen else implied.value if implied else "v2"
        return Fact(
            value=value,
            confidence="low" if seen or implied is None else implied.confidence,
            witnesses=tuple(witness_of(r) for r, pin in pins if pin == value)
            or (implied.witnesses if implied else ()),
            against=tuple(witness_of(r) for r, pin in pins if pin != value),
            origin="code" if seen or implied else "default",
        )
    if implied is not None and implied.value != code.value:
        return Fact(value=code.value, confidence="low", witnesses=code.witnesses, against=implied.witnesses)
    return code


def _pydantic_pin(requirement: Requirement) -> str | None:
    if requirement.locked:
        return "v1" if requirement.locked.startswith("1.") else "v2"
    low, high = lowest(requirement.specifier), ceiling(requirement.specifier)
    if high is not None and high < (2, 0):
        return "v1"
    return "v2" if low is not None and low >= (2, 0) else None


def _implied(requirements: Sequence[Requirement]) -> Fact[str] | None:
    """Other distributions that work with one generation only."""
    for requirement in requirements:
        high = ceiling(requirement.specifier)
        low = lowest(requirement.locked or requirement.specifier)
        if requirement.name == "fastapi":
            if high is not None and high < (0, 100):
                return Fact(value="v1", witnesses=(witness_of(requirement),))
            if low is not None and low >= (0, 119):
                return Fact(value="v2", witnesses=(witness_of(requirement),))
        if requirement.name == "pydantic-settings":
            return Fact(value="v2", witnesses=(witness_of(requirement),))
    return None


def pydantic_of_code(tree: SourceTree, paths: Sequence[str]) -> Fact[str] | None:
    """Which generation's names the code uses, or None where it uses neither's."""
    votes: dict[str, list[Witness]] = {"v1": [], "v2": []}
    for path in paths:
        data = tree.read(path)
        if b"pydantic" not in data and b"sqlmodel" not in data:
            continue
        for name, words, pattern in (("v1", _V1_WORDS, _V1_CODE), ("v2", _V2_WORDS, _V2_CODE)):
            start = min((at for word in words if (at := data.find(word)) >= 0), default=-1)
            match = pattern.search(data, max(0, start - _BEFORE)) if start >= 0 else None
            if match:
                line = data.count(b"\n", 0, match.start()) + 1
                votes[name].append(Witness(path, line, match[0].decode("ascii", "replace").strip()))
    first, second = sorted(votes, key=lambda name: (-len(votes[name]), name != "v2"))
    if not votes[first]:
        return None
    clear = len(votes[first]) >= 4 * len(votes[second])
    return Fact(
        value=first,
        confidence="high" if clear else "low",
        witnesses=tuple(votes[first][:8]),
        against=tuple(votes[second][:8]),
    )
