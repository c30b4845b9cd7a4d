"""The table, or else the class, of people who sign in."""

import re

from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.domain.project import Model
from fastapi_endpoint.explore.guards import head_of
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.votes import SHOWN
from fastapi_endpoint.source.resolve import Target

_USER_CLASS = re.compile(
    r"(?i)^(orm|db|sys|app|my)?_?(user|account|admin|member|customer|usuario|conta|employee)(model|table|orm|db|entity|s)?$"
)
_PASSWORD = re.compile(r"(?i)password|senha|passwd")


def detect_user_model(index: Index, models: tuple[Model, ...], orm: str = "") -> Fact[Symbol | None]:
    """The table of people who sign in, by its name and a password; else what endpoints take as the caller.

    That there is none is not sure where the tables are of an ORM that is not read.
    """
    named = [model for model in models if _USER_CLASS.match(model.name)]
    ranked = sorted(
        named,
        key=lambda model: (
            not any(_PASSWORD.search(column.name) for column in model.columns),
            not re.search(r"(?i)user", model.name),
            len(model.name),
            model.file,
        ),
    )
    if ranked:
        best = ranked[0]
        sure = len(ranked) == 1 or "user" in best.name.lower()
        return Fact(
            value=index.symbol(Target(best.file, best.module, best.name)),
            confidence="high" if sure else "low",
            witnesses=(Witness(best.file, best.line),),
            against=tuple(Witness(model.file, model.line) for model in ranked[1:4]),
        )
    holding = [
        m for m in models if any(_PASSWORD.search(column.name) for column in m.columns) and m.column("email")
    ]
    if holding:
        best = holding[0]
        return Fact(
            value=index.symbol(Target(best.file, best.module, best.name)),
            confidence="low",
            witnesses=(Witness(best.file, best.line),),
        )
    likely = [model for model in models if re.search(r"(?i)user(model)?$", model.name)]
    if likely:
        best = likely[0]
        return Fact(
            value=index.symbol(Target(best.file, best.module, best.name)),
            confidence="low",
            witnesses=(Witness(best.file, best.line),),
        )
    annotated = _annotated_user(index)
    return annotated or Fact(value=None, confidence="low" if orm == "other" else "high", origin="default")


def _annotated_user(index: Index) -> Fact[Symbol | None] | None:
    """Without a table of users: the class that most endpoints take as the caller."""
    taken: dict[Target, list[Witness]] = {}
    for use in index.uses:
        name = head_of(use.annotation)
        if re.fullmatch(r"\w*User(?:Model|Document|Entity|InDB)?", name) and use.parameter:
            written = re.search(rf"[\w.]*\b{name}\b", use.annotation)
            file = use.alias.file if use.alias else use.file
            target = index.files.target(file, written[0] if written else name)
            if target.file and index.files.class_at(target) is not None:
                taken.setdefault(target, []).append(Witness(use.file, use.line))
    if not taken:
        return None
    best = max(taken, key=lambda target: len(taken[target]))
    return Fact(value=index.symbol(best), confidence="low", witnesses=tuple(taken[best][:SHOWN]))
