"""The endpoint as the tests see it: over HTTP, with what its descriptor promises."""

import itertools
import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from typing import Any, TypeVar

import httpx
import jwt

Json = Any
T = TypeVar("T")
METHODS = {
    "list": "GET",
    "create": "POST",
    "get": "GET",
    "patch": "PATCH",
    "put": "PUT",
    "delete": "DELETE",
}
WRITES = ("create", "patch", "put")
ACCEPTED = {"create": 201, "patch": 200, "put": 200}
_DIGITS = itertools.count(int(time.time() * 1000) % 10**8 * 10**4)


def load(path: str) -> dict[str, Json]:
    """A descriptor; `${NAME:-text}` in it is a variable of the environment, or the text."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - one file
        text = file.read()
    found = re.sub(r"\$\{(\w+):-([^}]*)\}", lambda each: os.environ.get(each[1], each[2]), text)
    descriptor: dict[str, Json] = json.loads(found)
    return descriptor


def filled(template: Json) -> Json:
    """The template, with twelve fresh digits for each `{n}`."""
    digits = f"{next(_DIGITS):012}"[-12:]
    return json.loads(json.dumps(template).replace("{n}", digits))


def credentials(descriptor: dict[str, Json], actor: str = "") -> dict[str, str]:
    """The headers of an actor, who is the main one unless named."""
    actor = actor or descriptor.get("main", "alice")
    given: dict[str, str] = descriptor.get("headers", {}).get(actor, {})
    signed = descriptor.get("jwt", {"users": {}})
    if given or actor not in signed["users"]:
        return given
    claims = {"exp": int(time.time()) + 7200, **signed["users"][actor]}
    return {"Authorization": f"Bearer {_signed(claims, signed['secret'])}"}


def bad_credentials(descriptor: dict[str, Json]) -> dict[str, dict[str, Any]]:
    """Headers that let nobody in, by what is wrong with them."""
    found: dict[str, dict[str, Any]] = {
        name: {header: value.encode("latin-1") for header, value in headers.items()}
        for name, headers in descriptor.get("bad_headers", {}).items()
    }
    if "jwt" not in descriptor:
        return found
    secret, now = descriptor["jwt"]["secret"], int(time.time())
    good = {"exp": now + 7200, **descriptor["jwt"]["users"][descriptor.get("main", "alice")]}
    claims: dict[str, dict[str, Json]] = {
        "expired": {"exp": now - 60},
        "never valid yet": {"nbf": now + 3600},
        "an expiry in words": {"exp": "soon"},
        "null": {"sub": None},
        "a number": {"sub": 1},
        "an object": {"sub": {"a": 1}},
        "no id": {"sub": "nobody'; --"},
        "NUL": {"sub": "\0"},
        "half a pair": {"sub": "\ud800"},
        "nothing": {"sub": ""},
        "a long subject": {"sub": "9" * 5000},
        "nobody": {"sub": descriptor["jwt"].get("ghost", str(uuid.uuid4()))},
        **descriptor["jwt"].get("bad_users", {}),
    }
    tokens = {name: _signed({**good, **changed}, secret) for name, changed in claims.items()}
    tokens |= {
        f"no {name}": _signed({key: good[key] for key in good if key != name}, secret)
        for name in ("exp", "sub")
    }
    header, body, signature = _signed(good, secret).split(".")
    tokens |= {
        "another secret": _signed(good, "of nobody " * 8),
        "another algorithm": _signed(good, secret, "HS512"),
        "no algorithm": jwt.encode(good, "", algorithm="none"),
        "no signature": f"{header}.{body}.",
        "another signature": f"{header}.{body}.{signature[::-1]}",
        "a body cut short": f"{header}.{body[:-4]}.{signature}",
        "no token": "x",
        "dots": "..",
        "8,000 letters": "A" * 8000,
    }
    found |= {name: {"Authorization": f"Bearer {token}"} for name, token in tokens.items()}
    found |= {
        "no more than a scheme": {"Authorization": "Bearer"},
        "an empty header": {"Authorization": ""},
        "another scheme": {"Authorization": f"Token {_signed(good, secret)}"},
        "a password": {"Authorization": "Basic YWxpY2U6YWxpY2U="},
        "no ASCII": {"Authorization": "Bearer \u00e9".encode("latin-1")},
    }
    return found


def _signed(claims: dict[str, Json], secret: str, algorithm: str = "HS256") -> str:
    return jwt.encode(claims, secret, algorithm=algorithm)


class Answer:
    """One answer and what was asked for it: the operation is None for a request outside the resource."""

    def __init__(self, operation: str | None, response: httpx.Response) -> None:
        self.operation = operation
        self.response = response


class Endpoint:
    """All operations of the resource, as one actor. An answer of 500 or more fails the test that got it."""

    def __init__(self, descriptor: dict[str, Json], seen: list[Answer], actor: str | None = None) -> None:
        self.promised = descriptor
        self.actor = actor or descriptor.get("main", "alice")
        self.seen = seen
        self.made: list[tuple[str, str]] = []
        self.client = httpx.Client(
            base_url=descriptor["base_url"],
            headers=credentials(descriptor, self.actor),
            timeout=60,
            verify=False,  # noqa: S501 - it is loopback without TLS, and reading certificates takes long
            limits=httpx.Limits(max_connections=40, keepalive_expiry=2),
        )
        self._parent: str | None = None
        self._making = Lock()

    def close(self) -> None:
        """Delete what was made, as far as that is offered."""
        if "delete" in self.promised["methods"]:
            for address, row_id in self.made:
                self.client.delete(f"{address}/{row_id}")
        self.client.close()

    def as_(self, actor: str) -> "Endpoint":
        """The same, under the same parent, as somebody else."""
        other = Endpoint(self.promised, self.seen, actor)
        other._parent = self.parent
        return other

    @property
    def id_name(self) -> str:
        """The field that identifies a row."""
        name: str = self.promised.get("id_field", "id")
        return name

    @property
    def address(self) -> str:
        """The path of the collection; of a nested one, under a parent made for it."""
        return self.under(self.parent)

    def under(self, parent: str) -> str:
        """The path of the collection under that parent."""
        path: str = self.promised["path"]
        return path.replace("{parent_id}", parent)

    @property
    def parent(self) -> str:
        """What everything is done under, made when it is first asked for; "" where there is no parent."""
        with self._making:
            if self._parent is None:
                self._parent = self.new_parent() if "parent" in self.promised else ""
            return self._parent

    def new_parent(self) -> str:
        """The id of a new parent."""
        parent = self.promised["parent"]
        response = self.client.post(parent["path"], json=filled(parent["create"]))
        assert response.status_code == 201, response.text
        created = response.json()
        return str(created["data"]["id"] if set(created) == {"data"} else created["id"])

    def at(self, operation: str, row: Json = None) -> str:
        """The path of an operation on that row, or on one that there is not."""
        if operation in ("list", "create"):
            return self.address
        row_id = row[self.id_name] if isinstance(row, dict) else row or self.nobody
        return f"{self.address}/{row_id}"

    @property
    def nobody(self) -> str:
        """An id that no row has."""
        return "2147483646" if self.promised.get("id_type") == "int" else str(uuid.uuid4())

    def ask(self, operation: str, row: Json = None, **request: Any) -> httpx.Response:
        """The answer to the operation, with a good body unless one is given."""
        if operation in WRITES and not {"json", "content"} & set(request):
            request["json"] = self.changes() if operation == "patch" else self.body()
        response = self.client.request(METHODS[operation], self.at(operation, row), **request)
        self.seen.append(Answer(operation, response))
        asked = f"{response.request.method} {response.request.url}"
        assert response.status_code < 500, f"{asked} -> {response.status_code} {response.text[:300]}"
        if operation == "create" and response.status_code == 201:
            self.made.append((self.address, self.row_of(response)[self.id_name]))
        return response

    def send(
        self, operation: str, row: Json, raw: bytes, kind: str | None = "application/json"
    ) -> httpx.Response:
        """The answer to these bytes as the body, said to be of that kind."""
        headers = {} if kind is None else {"Content-Type": kind}
        return self.ask(operation, row, content=raw, headers=headers)

    def body(self, **changed: Json) -> dict[str, Json]:
        """A good body to create or replace a row with."""
        return {**filled(self.promised["create"]), **changed}

    def changes(self, **changed: Json) -> dict[str, Json]:
        """A good body to update a row with."""
        return {**filled(self.promised.get("update", {})), **changed}

    def with_field(self, operation: str, name: str, value: Json) -> dict[str, Json]:
        """The least good body in which the field has the value."""
        return {name: value} if operation == "patch" else self.body(**{name: value})

    def row_of(self, response: httpx.Response) -> dict[str, Json]:
        """The row in an answer."""
        found = response.json()
        row: dict[str, Json] = found["data"] if self.promised.get("envelope") == "wrapped" else found
        return row

    def new(self, **changed: Json) -> dict[str, Json]:
        """A new row."""
        response = self.ask("create", json=self.body(**changed))
        assert response.status_code == 201, response.text
        return self.row_of(response)

    def read(self, row: Json) -> dict[str, Json]:
        """The row as it is now."""
        response = self.ask("get", row)
        assert response.status_code == 200, response.text
        return self.row_of(response)

    def page(self, **asked: Json) -> Json:
        """One page of the list, as it is answered."""
        response = self.ask("list", params=asked)
        assert response.status_code == 200, response.text
        return response.json()

    def items_of(self, page: Json) -> list[dict[str, Json]]:
        """The rows of a page."""
        key = self.promised["pagination"].get("items")
        items: list[dict[str, Json]] = page[key] if key else page
        return items

    def ids(self, size: int = 100, **asked: Json) -> list[Json]:
        """The ids of all rows of the list, in its order."""
        return [row[self.id_name] for page in self.pages(size, **asked) for row in page]

    def pages(self, size: int, **asked: Json) -> Iterator[list[dict[str, Json]]]:
        """The list, page after page."""
        paged = self.promised["pagination"]
        asked = {**asked, paged.get("limit_param", "limit"): size} if paged["style"] != "none" else asked
        shown = 0
        for _ in range(10_000):
            found = self.page(**asked)
            items = self.items_of(found)
            yield items
            shown += len(items)
            if paged["style"] == "cursor" and found[paged["next"]] is not None:
                asked = {**asked, paged["cursor_param"]: found[paged["next"]]}
            elif paged["style"] == "offset" and items:
                asked = {**asked, paged["offset_param"]: shown}
            else:
                return


def at_once(count: int, call: Callable[[int], T]) -> list[T]:
    """What each of so many calls gives, all of them begun at the same moment."""
    ready = Barrier(count)

    def run(number: int) -> T:
        ready.wait()
        return call(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
