"""What the project says about its resources, with the resource replaced, so that it fits the next one."""

import re

from fastapi_endpoint import naming
from fastapi_endpoint.explore.index import Index

# Words that say how a request went, whatever it was about.
_GENERAL = frozenset(
    {
        *("a", "an", "and", "been", "completed", "created", "data", "deleted", "done", "fetched", "found"),
        *("has", "have", "is", "item", "items", "listed", "loaded", "ok", "operation", "record", "records"),
        *("request", "resource", "resources", "result", "results", "retrieved", "returned", "row", "rows"),
        *("saved", "success", "successful", "successfully", "the", "updated", "was", "were"),
    }
)


class Wording:
    """Finds the resources of a project in what it says."""

    def __init__(self, index: Index) -> None:
        nouns = {naming.snake(table.target.name) for table in index.tables}
        nouns |= {
            naming.singular(path.removesuffix(".py").rpartition("/")[2]) for path in index.files.modules
        }
        self._forms: dict[str, str] = {}
        for noun in sorted(nouns):
            for word, placeholder in ((naming.plural(noun), "human_plural"), (noun, "human")):
                said = naming.human(word)
                self._forms |= {said: f"{{{placeholder}}}"}
                for capital in (said.capitalize(), said.title(), naming.pascal(word)):
                    self._forms[capital] = f"{{{placeholder.capitalize()}}}"
        longest = sorted(filter(None, self._forms), key=lambda form: (-len(form), form))
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?!\w)")

    def worded(self, text: str) -> str | None:
        """`Brand created` -> `{Human} created`; None where the text fits no other resource."""
        if "{" in text or "}" in text:
            return None
        replaced, count = self._pattern.subn(lambda found: self._forms[found[0]], text)
        if count == 0 and set(re.findall(r"\w+", text.lower())) <= _GENERAL:
            return text
        return replaced if count == 1 else None
