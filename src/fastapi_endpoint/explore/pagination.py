"""How lists are cut into pages: by what clients may send, and by what lists answer with."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Fact, PageHelper, Symbol, Witness
from fastapi_endpoint.explore.containers import Shape, counts_rows, list_shape_of
from fastapi_endpoint.explore.files import is_aside
from fastapi_endpoint.explore.index import Index
from fastapi_endpoint.explore.operations import answer_of, is_list
from fastapi_endpoint.explore.parameters import Given, Parameters
from fastapi_endpoint.explore.routing import Endpoint
from fastapi_endpoint.explore.votes import vote
from fastapi_endpoint.source.expression import subscript_of
from fastapi_endpoint.source.resolve import Target

_PAGE = re.compile(r"(?i)^(?:page|page_?(?:number|num|no|index)|current_?page)$")
_SIZE = re.compile(r"(?i)^(?:page_?size|per_?page|items_?per_?page|size|limit|page_?limit|take|count|first)$")
_OFFSET = re.compile(r"(?i)^(?:offset|skip|_?start|_offset)$")
_CURSOR = re.compile(
    r"(?i)^(?:cursor|next_?cursor|after_?cursor|(?:next_?)?page_?token|next_?token|starting_after|after_?id|last_?id"
    r"|continuation_?token|prev_\w*(?:_at|_id)|before_?id)$"
)
_NUMBER = re.compile(r"(?i)\bint\b|Int\b|PositiveInt|^$")


class Page(Struct, frozen=True, kw_only=True):
    """One endpoint that gives rows in pages: the style, the names a client sends, the shape of the answer."""

    endpoint: Endpoint
    style: str
    names: tuple[str, ...]
    shape: Shape | None

    @property
    def witness(self) -> Witness:
        """Where the endpoint is."""
        return Witness(self.endpoint.file, self.endpoint.line, self.endpoint.function.name)


def find_pages(index: Index) -> tuple[Page, ...]:
    """The endpoints that page, in order of files and lines."""
    return tuple(_pages(index, Parameters(index)))


def _pages(index: Index, parameters: Parameters) -> Iterator[Page]:
    for endpoint in index.endpoints:
        if endpoint.verb not in ("get", "post"):
            continue
        answer = answer_of(endpoint)
        library = _by_library(index, endpoint, answer)
        shape = list_shape_of(index, endpoint, answer)
        if library:
            yield Page(endpoint=endpoint, style="fastapi_pagination", names=(), shape=shape)
            continue
        style, names = _style(parameters.of(endpoint))
        if endpoint.verb == "post" and not (is_list(answer) or (shape and shape.is_page)):
            continue
        if style:
            yield Page(endpoint=endpoint, style=style, names=names, shape=shape)


def _by_library(index: Index, endpoint: Endpoint, answer: str) -> bool:
    """Is it a page of fastapi-pagination, directly or by a subclass of the project?"""
    subscript = subscript_of(answer)
    if subscript is None:
        return endpoint.function.says(b"paginate") and any(
            index.files.target(endpoint.file, call.function).module.startswith("fastapi_pagination")
            for call in endpoint.function.body.calls
            if call.last in ("paginate", "apaginate")
        )
    target = index.files.target(endpoint.file, subscript.base)
    return any(
        not found.file and found.module.startswith("fastapi_pagination")
        for found in (target, *index.files.ancestors(target))
    ) or (bool(target.file) and _aliases_library(index, target.file, target.name))


def _aliases_library(index: Index, file: str, name: str) -> bool:
    """`Page = CustomizedPage[fastapi_pagination.Page, ...]`."""
    module = index.files.module(file)
    made = module.assignment(name) if module else None
    if made is None:
        return False
    names = re.findall(r"[\w.]+", made.value)
    return any(index.files.target(file, each).module.startswith("fastapi_pagination") for each in names[:6])


def _style(given: Sequence[Given]) -> tuple[str, tuple[str, ...]]:
    page = [each.name for each in given if _PAGE.match(each.name) and _NUMBER.search(each.annotation)]
    size = [each.name for each in given if _SIZE.match(each.name)]
    offset = [each.name for each in given if _OFFSET.match(each.name) and _NUMBER.search(each.annotation)]
    cursor = [each.name for each in given if _CURSOR.match(each.name)]
    if page:
        return "page", (page[0], *size[:1])
    if offset:
        return "offset", (offset[0], *size[:1])
    return ("cursor", (cursor[0], *size[:1])) if cursor and size else ("", ())


def detect_pagination(index: Index, pages: Sequence[Page]) -> Fact[str]:
    """none, offset, page, cursor or fastapi_pagination.

    One file with endpoints has one voice. Where some lists answer with a container (rows beside a total),
    those decide: a bare list with a limit is a slice rather than a page.
    """
    # Pages beside the API (HTML) are no habit of it.
    contained = [
        page for page in pages if page.style == "fastapi_pagination" or (page.shape and page.shape.is_page)
    ]
    fact = vote(_by_file(contained or pages), "none")
    imported = _library(index) if not pages else ()
    if imported:
        return Fact(value="fastapi_pagination", witnesses=imported)
    if not pages:
        lists = [each for each in index.endpoints if is_list(answer_of(each))]
        shown = tuple(Witness(each.file, each.line, each.function.name) for each in lists[:8])
        return Fact(value="none", witnesses=shown)
    loose = [page for page in pages if contained and page not in contained and _named(page) != fact.value]
    return Fact(
        value=fact.value,
        confidence="low" if len(loose) > len(contained) else fact.confidence,
        witnesses=fact.witnesses,
        against=(*fact.against, *(page.witness for page in loose))[:12],
    )


def _library(index: Index) -> tuple[Witness, ...]:
    """Where the application imports fastapi-pagination, though no endpoint shows it."""
    root = f"{index.app_root}/" if index.app_root else ""
    found = []
    for path in index.files.python:
        data = (
            index.tree.read(path)
            if path.startswith(root) and not index.files.is_test(path) and not is_aside(path)
            else b""
        )
        at = data.find(b"from fastapi_pagination")
        if at >= 0:
            found.append(Witness(path, data.count(b"\n", 0, at) + 1))
    return tuple(found[:12])


def pages_added(index: Index) -> Fact[bool]:
    """Does the application itself call fastapi-pagination's `add_pagination`?"""
    found = []
    for path in index.files.mentioning("add_pagination("):
        at = index.tree.read(path).find(b"add_pagination(")
        if not is_aside(path):
            found.append(Witness(path, index.tree.read(path).count(b"\n", 0, at) + 1))
    return Fact(value=bool(found), witnesses=tuple(found[:4]))


def _named(page: Page) -> str:
    """The style; a container that counts pages is one of pages, whatever it is asked with."""
    if (
        page.style == "offset"
        and page.shape
        and page.shape.model
        and {"page", "pages"} <= set(page.shape.names)
    ):
        return "page"
    return page.style


def _by_file(pages: Sequence[Page]) -> Iterator[tuple[str, Witness]]:
    seen = set()
    for page in pages:
        ballot = (page.endpoint.file, _named(page))
        if ballot not in seen:
            seen.add(ballot)
            yield ballot[1], page.witness


def page_parameters(pages: Sequence[Page], style: str) -> Fact[tuple[str, ...]]:
    """The names that clients send for a page, position first, size second."""
    return vote([(page.names, page.witness) for page in pages if page.style == style and page.names], ())


def page_model(index: Index, pages: Sequence[Page], style: str) -> Fact[Symbol | None]:
    """The container that list answers share: a generic model, or the common base of one per resource."""
    ballots: list[tuple[Symbol | None, Witness]] = []
    for page in pages:
        target = _container(index, page) if page.style == style else None
        if target is not None:
            ballots.append((index.symbol(target), page.witness))
    return vote(ballots, None)


def page_helper(index: Index, pages: Sequence[Page], style: str) -> Fact[PageHelper | None]:
    """The project's function that makes a page of a query, where lists answer with what it returns."""
    ballots: list[tuple[PageHelper | None, Witness]] = []
    for page in pages:
        if page.style == style == "page":
            answers = {returned.text.partition("(")[0] for returned in page.endpoint.function.returned}
            called = next((name for name, _ in page.endpoint.function.called if name in answers), None)
            helper = _helper(index, page.endpoint.file, called) if called else None
            ballots.append((helper, page.witness))
    return vote(ballots, None)


def _helper(index: Index, file: str, name: str) -> PageHelper | None:
    """The function, if a query, a page and perhaps a size are all that it must be given."""
    target = index.files.target(file, name)
    function = index.files.function_at(target)
    if function is None or target.rest or function.is_async:
        return None
    rows: list[str] = []
    pages: list[str] = []
    sizes: list[str] = []
    others: list[str] = []
    for given in function.parameters:
        kind = index.files.target(target.file, given.annotation.partition("[")[0])
        if kind.last == "Query" and kind.module.startswith("sqlalchemy.orm"):
            rows.append(given.name)
        elif _PAGE.match(given.name) and _NUMBER.search(given.annotation):
            pages.append(given.name)
        elif not given.default:
            (sizes if _SIZE.match(given.name) else others).append(given.name)
    if len(rows) != 1 or len(pages) != 1 or len(sizes) > 1 or others:
        return None
    return PageHelper(function=index.symbol(target), rows=rows[0], page=pages[0], size="".join(sizes))


def _container(index: Index, page: Page) -> Target | None:
    subscript = subscript_of(answer_of(page.endpoint))
    if page.style == "fastapi_pagination":
        return index.files.target(page.endpoint.file, subscript.base) if subscript else None
    if page.shape is None or page.shape.model is None or not page.shape.is_page:
        return None
    target = page.shape.model
    bases = index.files.ancestors(target)
    shared = next((base for base in bases if base.file and _counts(index, base)), None)
    if shared is not None:
        return shared
    generic = any(base.last in ("Generic", "GenericModel") for base in bases)
    class_ = index.files.class_at(target)
    named = class_ is not None and any("Generic[" in base for base in class_.bases)
    return target if generic or named or subscript is not None else None


def _counts(index: Index, target: Target) -> bool:
    """Does the class itself declare what a page says of itself?"""
    class_ = index.files.class_at(target)
    return (
        any(field.annotation and counts_rows(field.target) for field in class_.assignments)
        if class_
        else False
    )


def list_shape(pages: Sequence[Page], lists: Sequence[tuple[str, Witness]], style: str) -> Fact[str]:
    """`bare list`, `{items,total}` with the names of the container's fields, or `fastapi_pagination Page`."""
    ballots: list[tuple[str, Witness]] = []
    for page in pages:
        if page.style == "fastapi_pagination":
            ballots.append(("fastapi_pagination Page", page.witness))
        elif page.shape and page.shape.is_page and (page.style == style or _named(page) == style):
            ballots.append(("{" + ",".join(page.shape.names) + "}", page.witness))
    return vote(ballots or lists, "none")
