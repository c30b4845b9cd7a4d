"""git: what it says of the files a plan will write. A project without git answers with nothing."""

import os
import shutil
from pathlib import Path

from fastapi_endpoint.tools.process import run


def uncommitted(root: Path, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the files that have changes which are not committed."""
    git = shutil.which("git")
    if git is None or not paths:
        return ()
    said = run(
        [git, "--no-optional-locks", "status", "--porcelain=v1", "-z", "--", *paths],
        cwd=root,
        env=os.environ | {"LC_ALL": "C"},
        timeout=10,
    )
    if said.code != 0:
        return ()
    changed = {record[3:] for record in said.out.split("\0") if record and not record.startswith("??")}
    return tuple(path for path in paths if any(name.endswith(path) for name in changed))
