"""Features that have folders of their own, and the patterns of paths."""

import re
from posixpath import dirname

from fastapi_endpoint.domain.conventions import Witness
from fastapi_endpoint.explore.index import Index


def shape_of(pattern: str) -> re.Pattern[str]:
    """Any path that the pattern could give."""
    return re.compile(re.sub(r"\\\{(singular|plural)\\\}", "[A-Za-z0-9_]+", re.escape(pattern)))


class Home:
    """The folder of one feature, where each has its own: what lies in one tells where the next one's goes."""

    def __init__(self, index: Index, router: str) -> None:
        self._pattern = dirname(router)
        shape = shape_of(self._pattern)
        folders = {dirname(endpoint.file) for endpoint in index.endpoints}
        self._folders = {folder for folder in folders if "{" in router and shape.fullmatch(folder)}

    def pattern(self, path: str) -> str | None:
        """`blog/tests/test_views.py` -> `{singular}/tests/test_views.py`; None outside of features."""
        if "{" not in self._pattern:
            return None
        folder = next((each for each in sorted(self._folders) if path.startswith(f"{each}/")), None)
        return folder and self._pattern + path.removeprefix(folder)

    def generalised(self, ballots: list[tuple[str, Witness]]) -> list[tuple[str, Witness]]:
        """The ballots; a file that all tables of a feature share speaks for the feature alone."""
        return [(self.pattern(path) or path, where) for path, where in ballots]
