"""FE402: a secret with a default in the settings."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import CONFIG, sample
from fastapi_endpoint.domain.finding import RuleDoc
from fastapi_endpoint.source.literals import string

_SECRET = re.compile(r"(?i)(secret|password|passwd|private_key|api_key|jwt_key|signing_key)(_key)?$|^secret")


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """Fields of settings classes that are named after a secret and hold a string; the value is not told."""
    for path in subject.tree.paths():
        if not path.endswith(".py") or b"BaseSettings" not in subject.tree.read(path):
            continue
        for class_ in subject.module(path).classes:
            if not any(base.endswith("Settings") for base in class_.bases):
                continue
            for field in class_.assignments:
                default = field.call.positional[0] if field.call and field.call.positional else field.value
                if _SECRET.search(field.target) and string(default):
                    yield path, field.line, f"{class_.name}.{field.target} has a default"


RULE = Rule(
    doc=RuleDoc(
        id="FE402",
        name="secret-default",
        summary="A secret has a default.",
        why="A deployment that forgets to set it runs, with a key that everybody can read in the repository.",
        bad='class Settings(BaseSettings):\n    SECRET_KEY: str = "change-me"',
        good="class Settings(BaseSettings):\n    SECRET_KEY: str",
    ),
    severity="error",
    hint="Take the default away, so that a missing setting stops the start.",
    find=find,
    bad=sample(config=CONFIG.replace("SECRET_KEY: str", 'SECRET_KEY: str = "change-me"')),
    good=sample(),
)
