"""FE302: a foreign key that no index begins with."""

import re
from collections.abc import Iterator

from fastapi_endpoint.check.rule import Rule, Subject
from fastapi_endpoint.check.samples import MODELS, sample
from fastapi_endpoint.domain.finding import RuleDoc


def find(subject: Subject) -> Iterator[tuple[str, int, str]]:
    """Foreign keys without `index=True`, uniqueness, or a place at the head of an Index of their table."""
    for model in subject.project.models:
        class_ = subject.module(model.file).class_(model.name)
        arguments = class_.assignment("__table_args__") if class_ else None
        declared = arguments.value if arguments else ""
        for column in model.columns:
            if not column.foreign_key or column.index or column.unique or column.primary_key:
                continue
            head = re.compile(
                rf"""(Index\(\s*["'][^"']*["']\s*,\s*|UniqueConstraint\(\s*)["']?{re.escape(column.name)}\b"""
            )
            if column.line and not head.search(declared):
                message = f"{model.table}.{column.name} refers to {column.foreign_key} and has no index"
                yield model.file, column.line, message


RULE = Rule(
    doc=RuleDoc(
        id="FE302",
        name="foreign-key-without-index",
        summary="A foreign key has no index.",
        why=(
            "Lists by owner or parent, and deletes of the row referred to, read the whole table. PostgreSQL"
            " and SQLite make no index for a foreign key by themselves."
        ),
        bad='owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))',
        good='owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)',
    ),
    severity="note",
    hint="Add index=True, or an Index that begins with the column.",
    find=find,
    bad=sample(models=MODELS.replace(", index=True", "")),
    good=sample(),
)
