"""How rows are wrapped, where that can be written again: the model, what makes it, what it is given."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.domain.conventions import Fact, Witness, Wrapping
from fastapi_endpoint.explore.containers import Shape, dictionary_keys, model_fields, shape_of_text
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import Operation, Role, is_list, unwrapped
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.explore.wording import Wording
from fastapi_endpoint.source.expression import call_of, split_items, subscript_of
from fastapi_endpoint.source.literals import is_literal, literal, string
from fastapi_endpoint.source.module import Function
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Argument, Assignment, Call, Parameter

_ROLES: tuple[Role, ...] = ("list", "create", "get", "update")
_DONE = {
    "list": "{Human_plural} found",
    "create": "{Human} created",
    "get": "{Human} found",
    "update": "{Human} updated",
}
_MESSAGE = re.compile(r"(?i)^(?:message|msg|description)$")
_DUMPED = re.compile(r"\.(?:model_dump|dict)\(\)$")
_TYPE_ARGUMENTS = re.compile(r"^((?:await\s+)?[\w.]+)\[[^()]*\](?=\()")


class _Way(Struct, frozen=True):
    """The model, what endpoints call to make it, and the keyword that takes the row ("": it comes first)."""

    model: Target
    maker: Target
    argument: str


class _Site(Struct, frozen=True):
    """One endpoint that wraps its answer; `call` is None where only its type says in what."""

    role: Role
    way: _Way
    call: Call | None
    witness: Witness


_Shown = tuple[Role, Call, Witness]


def detect_wrapping(index: Index, operations: Sequence[Operation]) -> Fact[Wrapping | None]:
    """The way in which most rows are wrapped; None where that cannot be written again."""
    sites = [site for operation in operations if (site := _site(index, operation)) is not None]
    rows = [site for site in sites if site.role in ("create", "get", "update")]
    shown = [site for site in rows if site.call is not None] or rows
    ways: Fact[_Way | None] = vote([(site.way, site.witness) for site in shown], None)
    if ways.value is None:
        return Fact(value=None)
    same = [(site.role, site.call, site.witness) for site in sites if site.way == ways.value and site.call]
    made = _wrapping(index, ways.value, same, lists=_wraps_lists(index, operations, sites, ways.value.model))
    return Fact(value=made, confidence=ways.confidence, witnesses=ways.witnesses, against=ways.against)


def _site(index: Index, operation: Operation) -> _Site | None:
    """What an endpoint returns at its end, where that holds the row: it may wrap errors before."""
    endpoint = operation.endpoint
    described = _described(index, endpoint.file, operation.answer)
    if operation.role not in _ROLES or (described is None and subscript_of(operation.answer)):
        return None
    for returned in reversed(endpoint.function.body.returns):
        call = _made(returned.text)
        way = _way(index, endpoint.file, call, described) if call else None
        if call is None or way is None:
            continue
        if (call.keyword(way.argument) if way.argument else call.positional[0]) not in (None, "None"):
            return _Site(operation.role, way, call, operation.witness)
    if described is None:
        return None
    return _Site(
        operation.role, _Way(described, described, _payload(index, described)), None, operation.witness
    )


def _way(index: Index, file: str, call: Call, described: Target | None) -> _Way | None:
    """How the call wraps what it is given; `described` is the envelope that the endpoint says it answers."""
    target = index.files.target(file, call.function) if call.function else described
    if target is None:
        return None
    if index.files.class_at(target) is not None:
        fits = described in (None, target) and _holds_one(index, target)
        return _Way(target, target, _payload(index, target)) if fits else None
    made_by = _definitions(index, target)
    model = described or _annotated(index, target.file, made_by)
    if model is None or not _makes(index, target, made_by, model):
        return None
    return _Way(model, target, _taken_by(call, made_by[-1], _payload(index, model)))


def _annotated(index: Index, file: str, made_by: Sequence[Function]) -> Target | None:
    """The envelope that a function says it gives."""
    found = (_described(index, file, each.returns) for each in made_by)
    return next((model for model in found if model is not None), None)


def _definitions(index: Index, target: Target) -> tuple[Function, ...]:
    """The function, or method of an object, of the project: with what is overloaded before it."""
    module = index.files.module(target.file) if target.file else None
    if module is None:
        return ()
    if not target.rest:
        return tuple(each for each in module.functions if each.name == target.name)
    owner = index.files.owner_class(target)
    class_ = index.files.class_at(owner) if owner else None
    return tuple(each for each in class_.functions if each.name == target.rest[-1]) if class_ else ()


def _made(text: str) -> Call | None:
    """The call that makes an answer; of a dictionary in place, one of nothing with its keys as keywords."""
    text = text.strip()
    keys = dictionary_keys(text)
    if keys:
        values = [item.partition(":")[2].strip() for item in split_items(text[1 : text.rindex("}")])]
        pairs = zip(keys, values, strict=False)
        return Call("", tuple(Argument(key, value) for key, value in pairs), 1)
    call = call_of(_plainly(text))
    return call if call is not None and call.function else None


def _plainly(text: str) -> str:
    """`Envelope[Row](data=row).model_dump()` without type arguments, and not dumped."""
    return _DUMPED.sub("", _TYPE_ARGUMENTS.sub(r"\1", text.strip()))


def _described(index: Index, file: str, answer: str) -> Target | None:
    """The envelope that `Envelope[Row]` names."""
    subscript = subscript_of(answer)
    target = index.files.target(file, subscript.base) if subscript else None
    return target if target is not None and _holds_one(index, target) else None


def _holds_one(index: Index, target: Target) -> bool:
    """Is it a generic model that holds what it is given in one field?"""
    if index.files.class_at(target) is None or not _shape(index, target).is_envelope:
        return False
    payload = _payload(index, target)
    field = next(each for each in model_fields(index, target) if each.target == payload)
    held = unwrapped(field.annotation)
    return held.isidentifier() and _is_parameter(index, target, held) and "alias" not in field.value


def _payload(index: Index, model: Target) -> str:
    return _shape(index, model).payload[0]


def _shape(index: Index, model: Target) -> Shape:
    return shape_of_text(index, model.file, model.name, 0) or Shape(())


def _is_parameter(index: Index, model: Target, name: str) -> bool:
    """Is it a type parameter of the class, in either way of writing these?"""
    bases = [
        base
        for owner in (model, *index.files.ancestors(model))
        if (class_ := index.files.class_at(owner)) is not None
        for base in class_.bases
    ]
    generics = [subscript for base in bases if (subscript := subscript_of(base)) is not None]
    if generics:
        return any(name in subscript.items for subscript in generics)
    return index.files.target(model.file, name).dotted == name and name[:1].isupper()


def _makes(index: Index, target: Target, made_by: Sequence[Function], model: Target) -> bool:
    """Does the function say that it gives the envelope, or is that, or a dictionary, all that it returns?"""
    if not made_by or any(each.is_async or any(one.kind for one in each.parameters) for each in made_by):
        return False
    if any(_names(index, target.file, each.returns, model) for each in made_by):
        return True
    texts = [_plainly(each.text) for each in made_by[-1].body.returns]
    its_own = bool(target.rest) and replace(target, rest=()) == model
    return bool(texts) and all(
        text.startswith("{")
        or (its_own and text.startswith("cls("))
        or ((call := call_of(text)) is not None and index.files.target(target.file, call.function) == model)
        for text in texts
    )


def _names(index: Index, file: str, annotation: str, model: Target) -> bool:
    """Is it the envelope that a type stands for?"""
    subscript = subscript_of(annotation)
    base = subscript.base if subscript else annotation
    return bool(base) and index.files.target(file, base) == model


def _is_plain(index: Index, way: _Way, function: Function | None) -> bool:
    if function is None or _makes_typed(index, way):
        return False
    texts = [each.text.strip() for each in function.body.returns]
    return any(text.startswith("{") or _DUMPED.search(text) for text in texts)


def _makes_typed(index: Index, way: _Way) -> bool:
    made_by = _definitions(index, way.maker)
    return any(_names(index, way.maker.file, each.returns, way.model) for each in made_by)


def _taken_by(call: Call, function: Function, payload: str) -> str:
    """The keyword that the function takes the row by, as it is called."""
    if call.positional:
        return ""
    known = {parameter.name for parameter in function.parameters}
    given = [argument.name for argument in call.arguments if argument.name in known]
    return payload if payload in given else next(iter(given), payload)


def _wraps_lists(
    index: Index, operations: Sequence[Operation], sites: Sequence[_Site], model: Target
) -> bool:
    """Are lists wrapped too? Where there are none, they will be."""
    made = {site.witness for site in sites if site.way.model == model}
    wrapped = [
        each.witness in made or _described(index, each.endpoint.file, each.answer) == model
        for each in operations
        if each.role == "list" and (each.witness in made or _says(index, each))
    ]
    return 2 * sum(wrapped) >= len(wrapped)


def _says(index: Index, operation: Operation) -> bool:
    """Is it known what the endpoint answers?"""
    answer, file = operation.answer, operation.endpoint.file
    return is_list(answer) or shape_of_text(index, file, answer, 0) is not None


def _wrapping(index: Index, way: _Way, shown: Sequence[_Shown], *, lists: bool) -> Wrapping | None:
    """The whole of it; None where something must be said beside the row that nobody can know."""
    function = _definitions(index, way.maker)[-1] if way.maker != way.model else None
    asked = list(_asked_by_function(function, way) if function else _asked_by_model(index, way))
    order = [parameter.name for parameter in _own_parameters(function)] if function else []
    wording = Wording(index)
    said = []
    for role in _ROLES:
        given = []
        for name, required in asked:
            ballots = [
                (each, _constant(_argument(call, name, order), wording), witness)
                for each, call, witness in shown
            ]
            text = _said(role, name, ballots, required=required)
            if text is None and required:
                return None
            given += [(name, text)] if text is not None else []
        said.append((str(role), tuple(given)))
    return Wrapping(
        model=index.symbol(way.model),
        maker=index.symbol(way.maker),
        payload=_payload(index, way.model),
        argument=way.argument,
        said=tuple(each for each in said if each[1]),
        row_last=_comes_last(way, [call for _, call, _ in shown]),
        plain=_is_plain(index, way, function),
        lists=lists,
    )


def _comes_last(way: _Way, calls: Sequence[Call]) -> bool:
    """Do most calls that say something beside the row say it before the row?"""
    told = [call.arguments for call in calls if len(call.arguments) > 1]
    return bool(told) and 2 * sum(arguments[-1].name == way.argument != "" for arguments in told) > len(told)


def _asked_by_model(index: Index, way: _Way) -> Iterator[tuple[str, bool]]:
    """What the model takes beside the row, and whether it must be given."""
    for field in model_fields(index, way.model):
        if field.target != way.argument:
            yield field.target, _is_required(field)


def _is_required(field: Assignment) -> bool:
    if not field.value or field.value == "...":
        return True
    call = field.call
    if call is None or call.last != "Field":
        return False
    first = next(iter(call.positional), call.keyword("default"))
    return first == "..." or (first is None and call.keyword("default_factory") is None)


def _asked_by_function(function: Function, way: _Way) -> Iterator[tuple[str, bool]]:
    parameters = _own_parameters(function)
    taken = way.argument or parameters[0].name
    for parameter in parameters:
        if parameter.name != taken:
            yield parameter.name, not parameter.default


def _own_parameters(function: Function) -> list[Parameter]:
    """Those that a call gives: of a method, all but the object."""
    return [each for each in function.parameters if each.name not in ("self", "cls")]


def _argument(call: Call, name: str, order: Sequence[str]) -> str | None:
    """The text that a call gives for a parameter, by its name or its place; None where it gives none."""
    position = order.index(name) if name in order else len(call.arguments)
    return call.argument(position, name)


def _constant(text: str | None, wording: Wording) -> str | None:
    """The source of a constant that fits any resource; None where there is none."""
    if text is None or not is_literal(text):
        return None
    said = string(text)
    if said is None:
        value = literal(text)
        return text if value is None or isinstance(value, (bool, int)) else None
    worded = wording.worded(said)
    return (
        None
        if worded is None or "\n" in worded
        else '"' + worded.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _said(
    role: Role, name: str, ballots: Sequence[tuple[Role, str | None, Witness]], *, required: bool
) -> str | None:
    """What endpoints of that role mostly give; where it must be given, what others do, or plain words."""
    own = vote([(text, witness) for each, text, witness in ballots if each == role], None).value
    if own is not None or not required or not ballots:
        return own
    others = {text for _, text, _ in ballots}
    if len(others) == 1 and None not in others and "{" not in (text := others.pop() or ""):
        return text
    known = [text for text in others if text]
    well = " successfully" if known and all("successfully" in text for text in known) else ""
    return f'"{_DONE[role]}{well}"' if _MESSAGE.match(name) else None
