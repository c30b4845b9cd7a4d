"""A plan on disk: versioned JSON, text as text, checked when it is read."""

import json
from pathlib import Path
from typing import Any

import msgspec

from fastapi_endpoint.domain.plan import FORMAT, Plan, Refusal
from fastapi_endpoint.plan.hashing import plan_hash


def dump(plan: Plan) -> bytes:
    """The plan as indented JSON, in UTF-8, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"


def load(data: bytes, name: str) -> Plan | Refusal:
    """The plan that `data` holds. `name` is what an error calls the file.

    Refused: what is no JSON, another version of the format, a plan that was altered after its hash was made.
    """
    hint = "Make the plan again with `fastapi-endpoint add ... --plan FILE`."
    try:
        document = json.loads(data)
        version = document.get("format") if isinstance(document, dict) else None
        if version != FORMAT:
            found = "none" if version is None else version
            message = f"{name} has plan format {found}; this version reads format {FORMAT}."
            return Refusal(kind="stale", message=message, hint=hint)
        plan = msgspec.convert(document, Plan)
    except (ValueError, RecursionError) as why:
        return Refusal(kind="missing", message=f"{name} is not a plan: {why}", hint=hint)
    if plan.hash != plan_hash(plan.answers, plan.operations, plan.manual, plan.clock):
        message = f"{name} was altered after it was made: its content does not fit its hash."
        return Refusal(kind="stale", message=message, hint=hint)
    return plan


def write(plan: Plan, path: Path) -> None:
    """Write a plan file."""
    path.write_bytes(dump(plan))


def read(path: Path) -> Plan | Refusal:
    """Read a plan file; refused where it is none, altered, or of another version."""
    try:
        return load(path.read_bytes(), path.name)
    except OSError as why:
        message = f"{path} cannot be read: {why.strerror}."
        return Refusal(kind="missing", message=message, hint="Check the path.")


def schema() -> dict[str, Any]:
    """The JSON schema of a plan file."""
    return msgspec.json.schema(Plan)
