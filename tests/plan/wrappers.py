"""Hosts that wrap their rows: each in a model of its own, made in a way of its own."""

import re

from fastapi_endpoint.testing.hosts import Host, host_files

HEAD = "from typing import Generic, TypeVar\n\nfrom pydantic import BaseModel\n\nT = TypeVar('T')\n\n\n"
ERROR = "\n\nclass ErrorResponse(BaseModel):\n    detail: str\n"
ANSWER = (
    "class Answer(BaseModel, Generic[T]):\n    success: bool\n    message: str\n    data: T | None = None\n"
)
SENT = """\
class Sent(BaseModel, Generic[T]):
    code: int = 200
    message: str = "success"
    result: T


def sent(result: T, message: str = "success") -> Sent[T]:
    return Sent[T](result=result, message=message)
"""
GIVEN = """\
class Envelope(BaseModel, Generic[T]):
    ok: bool = True
    data: T


def success(data: object) -> dict[str, object]:
    return {"ok": True, "data": data}
"""
WORDS = {"create": "Depot created", "get": "Depot fetched", "update": "Depot updated"}


def bare_lists(**host: object) -> dict[str, str]:
    """`Envelope[T]` around rows alone."""
    return host_files(Host(wrapped=True, **host))  # type: ignore[arg-type]  # fields of a Host


def called_response(**host: object) -> dict[str, str]:
    """The same, called as what FastAPI has for headers."""
    return {path: text.replace("Envelope", "Response") for path, text in bare_lists(**host).items()}


def with_words(**host: object) -> dict[str, str]:
    """`Answer[T]` that must be told whether all is well, and what was done; around lists too."""
    return _changed(
        bare_lists(**host), "Answer", HEAD + ANSWER + ERROR, "Answer(success=True, message={words}, data="
    )


def by_function(**host: object) -> dict[str, str]:
    """`Sent[T]`, made by a function that is given the row first."""
    return _changed(bare_lists(**host), "Sent", HEAD + SENT + ERROR, "sent(", "Sent, sent")


def by_dictionary(**host: object) -> dict[str, str]:
    """`Envelope[T]`, described as the model, made by a function that gives a dictionary."""
    files = _changed(
        bare_lists(**host), "Envelope", HEAD + GIVEN + ERROR, "success(data=", "Envelope, success"
    )
    router = _router(files)
    return {**files, router: files[router].replace("-> Envelope[DepotResponse]", "-> dict[str, object]")}


def _changed(
    files: dict[str, str], model: str, responses: str, call: str, imported: str = ""
) -> dict[str, str]:
    router = _router(files)
    text = files[router].replace("import Envelope,", f"import {imported or model},")
    text = text.replace("Envelope[", f"{model}[").replace(
        "response_model=list[DepotResponse]", f"response_model={model}[list[DepotResponse]]"
    )
    for operation, words in WORDS.items():
        wanted = call.format(words=f'"{words}"')
        old = rf"(def {operation}_depot[\s\S]*?return )Envelope\(data="
        text = re.sub(old, rf"\g<1>{wanted}", text, count=1)
    listed = call.format(words='"Depots fetched"')
    old = r"-> list\[Depot\]:\n    return list\((.*)\)\n"
    new = rf"-> {model}[list[DepotResponse]]:\n    depots = \1\n    return {listed}"
    new += r"[DepotResponse.model_validate(depot) for depot in depots])\n"
    text = re.sub(old, new, text)
    return {**files, router: text, "app/core/responses.py": responses}


def _router(files: dict[str, str]) -> str:
    return next(path for path in files if path in ("app/api/routes/depots.py", "app/depots/router.py"))


WRAPPERS = {
    "rows alone": bare_lists,
    "called Response": called_response,
    "with words": with_words,
    "by a function": by_function,
    "by a dictionary": by_dictionary,
}
