"""What endpoints answer: status codes by verb, the shape of lists, errors and how they are worded."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from fastapi_endpoint import naming
from fastapi_endpoint.domain.conventions import Answers, Fact, Symbol, Witness
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import Operation, Role, answer_of, is_list
from fastapi_endpoint.explore.pagination import (
    Page,
    list_shape,
    page_helper,
    page_model,
    page_parameters,
    pages_added,
)
from fastapi_endpoint.explore.phrases import Phrases
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.expression import call_of
from fastapi_endpoint.source.literals import integer, string
from fastapi_endpoint.source.resolve import Target
from fastapi_endpoint.source.statements import Call

_STATUS = re.compile(r"(?:HTTP_(\d{3})|\b(\d{3})\b)")
_NAMED = {"CREATED": 201, "OK": 200, "NO_CONTENT": 204, "ACCEPTED": 202, "NOT_FOUND": 404}
_NOT_FOUND = re.compile(r"(?i)not_?found|does_?not_?exist|no_?such")
_CONFLICT = re.compile(r"(?i)conflict|already_?exists?|duplicate")
_WORD = re.compile(r"\w+")
_HTTP = ("HTTPException", "RequestValidationError")
_UPDATES: dict[str, Literal["patch", "put"]] = {"patch": "patch", "put": "put"}


def detect_answers(
    index: Index,
    operations: Sequence[Operation],
    pages: Sequence[Page],
    pagination: Fact[str],
    envelope: Fact[Symbol | None],
) -> Answers:
    """Every habit of answering, voted on by routes and resources."""
    raised = list(_raised(index))
    updates = [(_UPDATES[each.endpoint.verb], each.witness) for each in operations if each.role == "update"]
    lists = [
        ("bare list", Witness(each.file, each.line, each.function.name))
        for each in index.endpoints
        if is_list(answer_of(each))
    ]
    return Answers(
        create_status=vote(_statuses(operations, "create"), 201),
        update_status=vote(_statuses(operations, "update"), 200),
        update_method=vote(updates, "patch"),
        delete_status=vote(_statuses(operations, "delete"), 204),
        list_shape=list_shape(pages, lists, pagination.value),
        page_parameters=page_parameters(pages, pagination.value),
        page_model=page_model(index, pages, pagination.value),
        page_helper=page_helper(index, pages, pagination.value),
        pages_added=pages_added(index),
        envelope_model=envelope,
        error_style=_error_style(index, raised),
        not_found=_not_found(index, raised),
        not_found_argument=_not_found_argument(raised),
        conflict=_conflict(index),
        not_found_detail=_detail(list(_details(index, raised))),
        return_style=vote(_return_styles(operations), "response_model"),
        dependency_style=vote(_dependency_styles(index), "annotated"),
    )


def _statuses(operations: Sequence[Operation], role: Role) -> Iterator[tuple[int, Witness]]:
    for operation in operations:
        if operation.role == role:
            given = operation.endpoint.call.keyword("status_code")
            code = status_code(given) if given else 200
            if code is not None:
                yield code, operation.witness


def status_code(text: str) -> int | None:
    """`201`, `status.HTTP_201_CREATED`, `HTTPStatus.CREATED` -> 201."""
    number = integer(text)
    if number is not None:
        return number
    found = _STATUS.search(text)
    if found:
        return int(found[1] or found[2])
    return _NAMED.get(text.rpartition(".")[2])


def _return_styles(
    operations: Sequence[Operation],
) -> Iterator[tuple[Literal["response_model", "annotation"], Witness]]:
    for operation in operations:
        if operation.endpoint.call.keyword("response_model") is not None:
            yield "response_model", operation.witness
        elif operation.endpoint.function.returns and operation.answer not in (
            "None",
            "Response",
            "JSONResponse",
        ):
            yield "annotation", operation.witness


def _dependency_styles(index: Index) -> Iterator[tuple[Literal["annotated", "default"], Witness]]:
    parameters = {
        (endpoint.file, parameter.line, parameter.name): parameter
        for endpoint in index.endpoints
        for parameter in endpoint.function.parameters
    }
    for use in index.uses:
        parameter = parameters.get((use.file, use.line, use.parameter)) if use.where == "endpoint" else None
        if parameter is not None:
            default = re.search(r"\b(?:Depends|Security)\(", parameter.default) is not None
            yield ("default" if default else "annotated"), Witness(use.file, use.line, use.parameter)


class _Raise:
    """One `raise X(...)` of the application; is it in an endpoint itself?"""

    def __init__(self, index: Index, file: str, line: int, call: Call, *, at_endpoint: bool) -> None:
        self.file = file
        self.line = line
        self.call = call
        self.at_endpoint = at_endpoint
        self.target = index.files.target(file, call.function)
        self.is_http = self._descends(index, "HTTPException")

    def _descends(self, index: Index, name: str) -> bool:
        names = (self.target, *index.files.ancestors(self.target))
        return any(found.last == name for found in names)

    @property
    def own(self) -> bool:
        """Is the exception a class of the project?"""
        return bool(self.target.file)

    @property
    def is_not_found(self) -> bool:
        """Does it say that a row is not there?"""
        if _NOT_FOUND.search(self.call.last):
            return True
        given = self.call.argument(0, "status_code")
        return self.is_http and given is not None and status_code(given) == 404

    @property
    def witness(self) -> Witness:
        return Witness(self.file, self.line, self.call.function)


def _raised(index: Index) -> Iterator[_Raise]:
    root = f"{index.app_root}/" if index.app_root else ""
    endpoints = {(endpoint.file, endpoint.function.line) for endpoint in index.endpoints}
    for path, module in index.files.modules.items():
        if not path.startswith(root):
            continue
        for function in module.every_function():
            at_endpoint = (path, function.line) in endpoints
            for statement in function.raised:
                call = call_of(_raising(statement.text)) or call_of(statement.text)
                if call is not None and call.function:
                    yield _Raise(index, path, statement.line, call, at_endpoint=at_endpoint)


def _raising(text: str) -> str:
    """What is raised, without what it is raised from."""
    return text if text.endswith(")") else re.sub(r"\s+from\s+\w+$|\s+\w+$", "", text)


def _error_style(index: Index, raised: Sequence[_Raise]) -> Fact[Literal["http_exception", "domain"]]:
    """HTTPException (or the project's subclass of it), or errors of the domain that something translates.

    What endpoints raise themselves must be answered somewhere, in a middleware if in no handler.
    """
    handled = set(_handled(index))
    ballots: list[tuple[Literal["http_exception", "domain"], Witness]] = []
    for each in raised:
        if each.is_http:
            ballots.append(("http_exception", each.witness))
        elif each.own and (each.at_endpoint or {each.target, *index.files.ancestors(each.target)} & handled):
            ballots.append(("domain", each.witness))
    return vote(ballots, "http_exception")


def _handled(index: Index) -> dict[Target, str]:
    """The project's exceptions that the application has handlers for, and what those return ("": unknown)."""
    found = {}
    for path, module in index.files.modules.items():
        if b"exception_handler" not in index.tree.read(path):
            continue
        added = module.every_call(b"add_exception_handler")
        calls = [(call, "") for call in added if call.last == "add_exception_handler"]
        for function in module.every_function():
            decorators = [decorator.call for decorator in function.decorators if decorator.call]
            handling = [call for call in decorators if call.last == "exception_handler"]
            calls += [(call, " ".join(told.text for told in function.returned)) for call in handling]
        for call, answer in calls:
            name = call.argument(0, "exc_class_or_status_code")
            target = index.files.target(path, name) if name and re.fullmatch(r"[\w.]+", name) else None
            if target is not None and target.file:
                found[target] = answer
    return found


def _conflict(index: Index) -> Fact[Symbol | None]:
    """The exception of the project for what is there already: it takes the words and becomes a 409."""
    found = [
        (target, class_)
        for target, answer in _handled(index).items()
        if _CONFLICT.search(target.last) and re.search(r"\b(?:HTTP_)?409(?:\b|_)", answer)
        if (class_ := index.files.class_at(target)) is not None and _takes_words(index, target)
    ]
    return vote(((index.symbol(target), Witness(target.file, class_.line)) for target, class_ in found), None)


def _takes_words(index: Index, target: Target) -> bool:
    """Is the exception made of one text alone, as `Exception` itself is?"""
    for owner in (target, *index.files.ancestors(target)):
        class_ = index.files.class_at(owner)
        made = class_.method("__init__") if class_ else None
        if made is not None:
            required = [each for each in made.parameters[1:] if not each.default]
            return len(required) == 1 and not required[0].kind
    return True


def _not_found(index: Index, raised: Sequence[_Raise]) -> Fact[Symbol | None]:
    """The exception that the project raises for any row that is not there, where it has one of its own."""
    resources = {tuple(naming.words(table.target.name)[:1]) for table in index.tables}
    handled = set(_handled(index))
    ballots: list[tuple[Symbol | None, Witness]] = []
    for each in raised:
        if not each.is_not_found:
            continue
        named = tuple(naming.words(each.call.last)[:1]) in resources
        known = each.is_http or bool({each.target, *index.files.ancestors(each.target)} & handled)
        general = each.call.last != "HTTPException" and not named and known
        ballots.append((_as_raised(index, each) if general else None, each.witness))
    return vote(ballots, None)


def _as_raised(index: Index, raised: _Raise) -> Symbol:
    """`errors.Missing`, where the module of errors is what is imported."""
    before = raised.call.function.rpartition(".")[0]
    module = index.files.target(raised.file, before) if before else None
    if module is None or not module.file or module.name or "." not in module.module:
        return index.symbol(raised.target)
    package, _, stem = module.module.rpartition(".")
    return Symbol(raised.target.file, raised.target.last, package, stem)


def _not_found_argument(raised: Sequence[_Raise]) -> Fact[str | None]:
    """The keyword that the words of a 404 are given by, where they are."""
    ballots: list[tuple[str | None, Witness]] = []
    for each in raised:
        if each.is_not_found and each.own and each.call.arguments:
            only = each.call.arguments[0].name if len(each.call.arguments) == 1 else None
            ballots.append((only or None, each.witness))
    return vote(ballots, None)


def _detail(ballots: Sequence[tuple[str, Witness]]) -> Fact[str]:
    """The words of a 404; where some say in English that a thing is missing, only those count."""
    plain = [
        each
        for each in ballots
        if re.search(r"not (?:be )?found|not exist|no such|missing", each[0], re.IGNORECASE)
    ]
    return vote(plain or ballots, "{Singular} not found")


def _details(index: Index, raised: Sequence[_Raise]) -> Iterator[tuple[str, Witness]]:
    """The words of each 404, with the resource in them replaced."""
    nouns = {naming.snake(table.target.name) for table in index.tables}
    nouns |= {naming.singular(path.removesuffix(".py").rpartition("/")[2]) for path in index.files.modules}
    forms = _words_of(nouns)
    phrases = Phrases(forms, _WORD)
    for each in raised:
        if not each.is_not_found:
            continue
        position = 1 if each.call.last == "HTTPException" else 0
        detail = each.call.keyword("detail") or each.call.argument(position, "message")
        text = _plain(detail) if detail else None
        worded = _worded(text, phrases, forms) if text else None
        if worded is not None:
            yield worded, each.witness


def _plain(detail: str) -> str | None:
    """The words of a message; the one value that an f-string puts after its first word is left out."""
    if not re.match(r"[fF][\"']", detail):
        return string(detail)
    found = re.fullmatch(r"(\w+)\s*[#'\"(]?\{[^{}]*\}['\")]?(\s[^{}]*)", string(detail[1:]) or "")
    return found[1] + found[2] if found else None


def _words_of(nouns: set[str]) -> dict[str, str]:
    """Every way to write the resources in a message, with the placeholder of each."""
    forms: dict[str, str] = {}
    for noun in sorted(nouns):
        human = naming.human(noun)
        forms |= {human: "{singular}", human.title(): "{Singular}"}
        forms |= {naming.pascal(noun): "{Singular}", human.capitalize(): "{Singular}"}
    return forms


def _worded(text: str, phrases: Phrases, forms: dict[str, str]) -> str | None:
    """`Brand not found` -> `{Singular} not found`; None where no resource, or more than one, is named."""
    found = list(phrases.found_in(text))
    if len(found) != 1:
        return None
    phrase, start = found[0]
    return text[:start] + forms[phrase] + text[start + len(phrase) :]
