"""What a project is, on one page: conventions with evidence, routes, models, what is odd, what is asked."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from rich.console import RenderableType
from rich.text import Text

from fastapi_endpoint.domain.conventions import Conventions, EntryPoint, Fact, Symbol, Witness
from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.question import Question
from fastapi_endpoint.faces.cli.console import place
from fastapi_endpoint.faces.cli.views.habits import built_on, sections
from fastapi_endpoint.faces.cli.views.layout import Aligned, Row, bullets, count, exact, heading, line
from fastapi_endpoint.faces.cli.views.routes import route_tree

UNSURE = "(unsure)"
MODELS_SHOWN = 12
"""Of more, only the names are shown."""

NAMES_SHOWN = 12
ODDITIES_SHOWN = 5
LINES_OFFERED = 6
NOTHING = ("none", ("none",), "other")
"""Values that say that there is no habit to go by."""

_PATH = re.compile(r"[^\s,]+/[^\s,]+")
PLACEHOLDERS = {"{Singular}": "<Name>", "{Plural}": "<Names>", "{singular}": "<name>", "{plural}": "<names>"}


def explore_view(project: ProjectMap, adding: Sequence[Question] | Refusal) -> Iterator[RenderableType]:
    """The whole page; `adding` is what adding an endpoint would ask, or why none can be added."""
    yield from title(project)
    for name, told in sections(project.conventions):
        yield heading(name)
        yield from (_row(*row) for row in told)
    if project.routes:
        yield heading("Routes", count(len(project.routes), "operation"))
        yield from route_tree(project.routes)
    if project.models:
        yield from _models(project)
    yield from _oddities(project)
    yield from _refused(adding) if isinstance(adding, Refusal) else _asked(adding)
    yield from _unsure(project.conventions)


def title(project: ProjectMap) -> Iterator[RenderableType]:
    """The project's name and what it is built on."""
    seen = f"{count(project.files_seen, 'Python file')}, {project.files_parsed:,} read"
    yield Text.assemble((project.name, "bold"), "  ", (seen, "dim"))
    yield Text(", ".join(built_on(project.conventions)))


def _row(label: str, fact: Fact[Any], words: str) -> Row:
    mark = UNSURE if fact.confidence == "low" else ""
    evidence, *shorter = _evidence(fact)
    return Row(label, _shown(words), evidence, mark, shorter=shorter)


def _shown(words: str) -> str:
    """Patterns as a reader expects them: `{Singular}Create` is `<Name>Create`."""
    for placeholder, name in PLACEHOLDERS.items():
        words = words.replace(placeholder, name)
    return words


def _evidence(fact: Fact[Any]) -> tuple[str, ...]:
    """The first place that shows it, and how many more are known; for a weak fact also one against it.

    The same with fewer and fewer folders follows.
    """
    if fact.origin == "pyproject":
        return ("set in pyproject.toml",)
    seen = _places(fact.witnesses) or _defined(fact.value) or _assumed(fact)
    doubted = bool(fact.confidence == "low" and fact.against)
    whole = f"{seen}, but {_places(fact.against)}".removeprefix(", ") if doubted else seen
    return tuple(_with_folders(whole, number) for number in range(whole.count("/"), -1, -1))


def _with_folders(text: str, most: int) -> str:
    """The text with at most so many folders before each file name: `.../routes/items.py:12`."""

    def short(path: re.Match[str]) -> str:
        parts = path[0].split("/")
        return path[0] if len(parts) <= most + 1 else "/".join(("...", *parts[len(parts) - most - 1 :]))

    return _PATH.sub(short, text)


def _places(witnesses: tuple[Witness, ...]) -> str:
    if not witnesses:
        return ""
    return place(witnesses[0]) + (f" +{len(witnesses) - 1}" if len(witnesses) > 1 else "")


def _defined(value: object) -> str:
    """Where a symbol is, for a fact that names no witness."""
    return value.file if isinstance(value, Symbol) else ""


def _assumed(fact: Fact[Any]) -> str:
    """What the project says nothing of, and new code would do all the same."""
    told = fact.value and fact.value not in NOTHING
    return "by default" if told and fact.origin == "default" else ""


def _models(project: ProjectMap) -> Iterator[RenderableType]:
    models = project.models
    if len(models) <= MODELS_SHOWN:
        yield heading("Models", f"{count(len(models), 'table')} (columns, what they refer to)")
        yield Aligned(_model_row(project, model) for model in models)
        return
    yield heading("Models", f"{count(len(models), 'table')} (--json has their columns)")
    more = f" and {len(models) - NAMES_SHOWN} more" if len(models) > NAMES_SHOWN else ""
    yield line(", ".join(model.name for model in models[:NAMES_SHOWN]) + more)


def _model_row(project: ProjectMap, model: Model) -> tuple[Text, str, str]:
    """Its name, how many columns it has, and the models that its foreign keys lead to."""
    keys = [column.foreign_key for column in model.columns if column.foreign_key]
    named = {found.name if (found := project.referred(key)) else key.rpartition(".")[0] for key in keys}
    to = f"-> {', '.join(sorted(named))}" if named else ""
    return Text(model.name, style="bold"), str(len(model.columns)), to


def _oddities(project: ProjectMap) -> Iterator[RenderableType]:
    if not project.oddities:
        return
    yield heading("Unusual here")
    yield bullets(_with_place(each.message, each.where) for each in project.oddities[:ODDITIES_SHOWN])
    if len(project.oddities) > ODDITIES_SHOWN:
        yield line(f"and {len(project.oddities) - ODDITIES_SHOWN} more: --json lists them all", "dim")


def _refused(refusal: Refusal) -> Iterator[RenderableType]:
    yield heading("What `add` would say")
    yield bullets([_with_place(refusal.message, refusal.where)])


def _with_place(message: str, where: Witness | None) -> str:
    return f"{message}  {place(where)}".rstrip()


def _asked(questions: Sequence[Question]) -> Iterator[RenderableType]:
    yield heading("What `add` would ask", "the resource and its fields, then")
    yield bullets(_with_offer(question) for question in questions)


def _with_offer(question: Question) -> str:
    offered = question.default if isinstance(question.default, str) else ", ".join(question.default or ())
    return f"{question.prompt}{f' [{offered}]' if offered else ''}"


def _unsure(habits: Conventions) -> Iterator[RenderableType]:
    """The lines that settle what the project does not."""
    told = [row for _, rows in sections(habits) for row in rows]
    weak = [fact for _, fact, _ in told if fact.confidence == "low"]
    if not weak:
        return
    paths = {id(fact): path for fact, path in fact_paths(habits)}
    yield heading("To settle what is unsure", "in pyproject.toml, for example")
    yield exact("[tool.fastapi-endpoint]")
    yield from (exact(f"{paths[id(fact)]} = {as_toml(fact.value)}") for fact in weak[:LINES_OFFERED])
    if len(weak) > LINES_OFFERED:
        yield line(f"and {count(len(weak) - LINES_OFFERED, 'fact')} more, marked {UNSURE} above", "dim")


def fact_paths(holder: Struct, before: str = "") -> Iterator[tuple[Fact[Any], str]]:
    """Every fact with its path, as pyproject.toml names it."""
    for name in holder.__struct_fields__:
        value = getattr(holder, name)
        if isinstance(value, Fact):
            yield value, f"{before}{name}"
        elif isinstance(value, Struct):
            yield from fact_paths(value, f"{before}{name}.")


def as_toml(value: object) -> str:
    """A fact's value as it is written in pyproject.toml."""
    match value:
        case None:
            text = '"none"'
        case tuple():
            text = f"[{', '.join(as_toml(item) for item in value)}]"
        case Symbol():
            text = f'"{value.file}:{value.expression}"'
        case EntryPoint():
            text = f'"{value.name}{"()" if value.kind == "factory" else ""}"'
        case Struct():
            fields = [f"{name} = {as_toml(getattr(value, name))}" for name in value.__struct_fields__]
            text = f"{{ {', '.join(fields)} }}"
        case _:  # words, numbers and truth are written as in JSON
            text = json.dumps(value, ensure_ascii=False)
    return text
