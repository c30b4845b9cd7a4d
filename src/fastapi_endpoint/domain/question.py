"""Questions as data: no callables, so that a terminal, a web page and an agent can all ask them."""

from typing import Literal

from msgspec import Struct

from fastapi_endpoint.domain.conventions import Witness

Kind = Literal["text", "choice", "many", "fields", "yes-no", "number"]
Origin = Literal["flag", "file", "person", "inferred", "default"]


class Choice(Struct, frozen=True):
    """One possible answer; `disabled` says why it cannot be taken here."""

    value: str
    label: str
    help: str = ""
    disabled: str = ""


class Question(Struct, frozen=True, kw_only=True):
    """One question. `id` is also the key in an answers file; `flag` the option that answers it.

    `default` is offered; `reason` says where it comes from ("4 of 5 routers"); `confident` is True where
    the default needs no asking.
    """

    id: str
    kind: Kind
    prompt: str
    flag: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    default: str | tuple[str, ...] | None = None
    reason: str = ""
    witnesses: tuple[Witness, ...] = ()
    confident: bool = False


class Round(Struct, frozen=True):
    """Questions that are asked together; `title` names the round, `number` counts from 1 to 4."""

    number: int
    title: str
    questions: tuple[Question, ...]


class Answer(Struct, frozen=True):
    """One answer and who gave it."""

    id: str
    value: str | tuple[str, ...]
    origin: Origin = "person"


class Problem(Struct, frozen=True, kw_only=True):
    """Something wrong with an answer: what, where in `text` (columns count from 1), and what to do next."""

    id: str
    message: str
    text: str = ""
    column: int | None = None
    hint: str = ""
