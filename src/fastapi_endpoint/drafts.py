"""Keeps a Draft per project, so that a terminal, a browser or another session can stop and go on."""

from pathlib import Path

import msgspec

from fastapi_endpoint.domain.draft import Draft
from fastapi_endpoint.tools.folders import make_private, state_folder, write_private

_FILE = "draft.json"


def save(draft: Draft) -> None:
    """Keep the draft; it takes the place of the project's earlier one."""
    folder = make_private(state_folder(Path(draft.root)))
    write_private(folder / _FILE, msgspec.json.encode(draft))


def load(root: Path) -> Draft | None:
    """The draft of the project at `root`; None if there is none, or it is of another version's shape."""
    try:
        return msgspec.json.decode((state_folder(root) / _FILE).read_bytes(), type=Draft)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def forget(root: Path) -> None:
    """Drop the draft of the project at `root`, if there is one."""
    (state_folder(root) / _FILE).unlink(missing_ok=True)
