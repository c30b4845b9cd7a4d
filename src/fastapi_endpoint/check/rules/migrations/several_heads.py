"""FE701: an Alembic history with more than one end."""

from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import sample
from fastapi_endpoint.domain.finding import RuleDoc

_INI = "[alembic]\nscript_location = alembic\n"


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """The configuration of a history with several heads."""
    alembic = subject.project.conventions.alembic
    heads = alembic.heads.value
    if len(heads) > 1:
        yield (
            alembic.config.value or "alembic.ini",
            1,
            f"the history has {len(heads)} heads: {', '.join(heads)}",
        )


def _revision(name: str, down: str) -> str:
    return f'revision = "{name}"\ndown_revision = {down}\n'


RULE = Rule(
    doc=RuleDoc(
        id="FE701",
        name="several-heads",
        summary="The migration history has several heads.",
        why="`alembic upgrade head` stops, in the deployment that follows the second merge.",
        bad="two revisions with the same down_revision",
        good="alembic merge heads",
    ),
    severity="error",
    hint="Join them: alembic merge heads.",
    find=find,
    bad=sample()
    | {
        "alembic.ini": _INI,
        "alembic/env.py": "from alembic import context\n",
        "alembic/versions/a1.py": _revision("a1", "None"),
        "alembic/versions/b2.py": _revision("b2", '"a1"'),
        "alembic/versions/c3.py": _revision("c3", '"a1"'),
    },
    good=sample()
    | {
        "alembic.ini": _INI,
        "alembic/env.py": "from alembic import context\n",
        "alembic/versions/a1.py": _revision("a1", "None"),
        "alembic/versions/b2.py": _revision("b2", '"a1"'),
    },
)
