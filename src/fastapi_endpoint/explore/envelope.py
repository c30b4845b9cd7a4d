"""Whether one row is answered as it is, or wrapped."""

import re
from collections.abc import Iterator, Sequence

from fastapi_endpoint.domain.conventions import Fact, Symbol, Witness
from fastapi_endpoint.explore.containers import Shape, dictionary_keys, shape_of
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import Operation, answer_of, unwrapped
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.expression import call_of
from fastapi_endpoint.source.resolve import Target

_HELPER = re.compile(
    r"(?i)(?:^|[._])(?:(?:send_|make_|create_|build_)?(?:success|ok|error)(?:_?response)?|response_?(?:model|success|ok)|api_?response|respond)$"
)
_PLAIN = frozenset({"JSONResponse", "ORJSONResponse", "UJSONResponse"})
_NO_ROW = re.compile(r"(?:HTML|Redirect|Template|File|Streaming)\w*Response")
_SAYS = frozenset({"status", "success", "code", "message", "msg", "ok"})


def detect_envelope(index: Index, operations: Sequence[Operation]) -> tuple[Fact[str], Fact[Symbol | None]]:
    """direct or wrapped, and the model or function that wraps."""
    rows = [each.endpoint for each in operations if each.role in ("get", "create", "update")]
    endpoints = rows or [each for each in index.endpoints if each.verb in ("get", "post", "put", "patch")]
    votes = list(_votes(index, endpoints))
    fact = vote([(value, witness) for value, _, witness in votes], "direct")
    if fact.value == "direct":
        return _settled(fact), Fact(value=None)
    wrappers = [(index.symbol(target), witness) for _, target, witness in votes if target is not None]
    return fact, vote(wrappers, None)


def _settled(fact: Fact[str]) -> Fact[str]:
    """Answers that say no more than how a call went are no envelope: two thirds without one are enough."""
    clear = len(fact.against) * 3 <= len(fact.witnesses) or fact.confidence == "high"
    return Fact(
        value=fact.value,
        confidence="high" if clear else "low",
        witnesses=fact.witnesses,
        against=fact.against,
        origin=fact.origin,
    )


def _votes(index: Index, endpoints: Sequence[Endpoint]) -> Iterator[tuple[str, Target | None, Witness]]:
    for endpoint in endpoints:
        witness = Witness(endpoint.file, endpoint.line, endpoint.function.name)
        wrapper = _wrapper(index, endpoint)
        if wrapper is not None:
            yield "wrapped", wrapper if wrapper.name else None, witness
        elif _says_nothing(endpoint):
            continue
        else:
            yield "direct", None, witness


def _says_nothing(endpoint: Endpoint) -> bool:
    """Redirects, pages, tokens, how a call went, and answers without a body speak neither for nor against."""
    answer = answer_of(endpoint)
    if _NO_ROW.search(answer) or endpoint.call.keyword("include_in_schema") == "False":
        return True
    if any(
        "OAuth2PasswordRequestForm" in f"{p.annotation} {p.default}" for p in endpoint.function.parameters
    ):
        return True  # what a log-in answers is not for the project to say
    if answer and not answer.startswith(("dict", "Dict")):
        return False
    returned = [each.text for each in endpoint.function.returned]
    return all(
        _NO_ROW.search(text) or _SAYS.issuperset(dictionary_keys(text) or (text,)) for text in returned
    )


def _wrapper(index: Index, endpoint: Endpoint) -> Target | None:
    """What wraps the answer; a Target without a name where it is a dictionary in place."""
    answer = answer_of(endpoint)
    shape = shape_of(index, endpoint, answer)
    for returned in endpoint.function.returned:
        call = call_of(returned.text)
        if call is None:
            continue
        target = index.files.target(endpoint.file, call.function)
        if target.file and (_HELPER.search(call.function) or (call.last == "Response" and shape is None)):
            return target
        content = call.argument(0, "content") if call.last in _PLAIN else None
        if content and _wraps(dictionary_keys(content)):
            return Target("", "", "")
    if shape is None:
        return None
    if shape.model is not None:
        if shape.names and shape.is_envelope:
            return shape.model
        return Target("", "", "") if _holds_one_row(index, shape) else None
    return Target("", "", "") if _wraps(shape.names) else None


def _holds_one_row(index: Index, shape: Shape) -> bool:
    """`ArticleInResponse: {article: Article}`: a model whose only field is another model."""
    if len(shape.fields) != 1 or shape.model is None:
        return False
    annotation = unwrapped(shape.fields[0][1])
    target = index.files.target(shape.model.file, annotation) if re.fullmatch(r"[\w.]+", annotation) else None
    found = index.files.class_at(target) if target else None
    return found is not None and not any(base.rpartition(".")[2].endswith("Enum") for base in found.bases)


def _wraps(keys: Sequence[str]) -> bool:
    """`{"data": row}`, or `{"status": ..., "task": row}`: little beside one payload."""
    payload = [key for key in keys if key not in _SAYS]
    if len(payload) != 1 or len(keys) > 4:
        return False
    return payload[0] in ("data", "result", "results", "payload") or len(keys) > 1
