"""Writing a whole new project: all of it, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from fastapi_endpoint.domain.report import Blocked

_PRIVATE = (".env",)


def write_project(target: Path, files: Mapping[str, str]) -> tuple[str, ...] | Blocked:
    """Write `files` (text by relative path) as the folder `target`, which must be absent or empty.

    Gives the written paths, sorted. Files with secrets are readable by their owner alone.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        return Blocked(
            kind="edited",
            reasons=(f"{target} exists and is not an empty folder.",),
            hint="Choose another name.",
        )
    parent = target.resolve().parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        return Blocked(
            kind="unknown",
            reasons=(f"{parent} is no folder that can be written to.",),
            hint="Make that folder first, or choose another place.",
        )
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=parent))
    try:
        for path, text in sorted(files.items()):
            place = scratch / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
            if path in _PRIVATE:
                place.chmod(0o600)
        scratch.chmod(0o755)
        if target.exists():
            target.rmdir()
        scratch.rename(target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return tuple(sorted(files))
