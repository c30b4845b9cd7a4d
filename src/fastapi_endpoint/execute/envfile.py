"""Files of settings: NAME=value, one a line, as docker compose and python-dotenv read them."""

import re
from pathlib import Path

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")


def read_env_file(path: Path) -> dict[str, str]:
    """The settings of a file; none where there is no such file. Values are not expanded."""
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except (FileNotFoundError, IsADirectoryError):
        return {}
    settings: dict[str, str] = {}
    for line in lines:
        if match := _LINE.fullmatch(line):
            settings[match[1]] = _value(match[2])
    return settings


def _value(written: str) -> str:
    if len(written) >= 2 and written[0] == written[-1] and written[0] in "'\"":
        return written[1:-1]
    return re.split(r"\s+#", written, maxsplit=1)[0]
