"""What answers say once they are read together with the project: the ground that conditions stand on."""

from collections.abc import Mapping

from fastapi_endpoint.domain.project import Model, ProjectMap
from fastapi_endpoint.domain.question import Answer
from fastapi_endpoint.domain.spec import Fields, FieldSpec
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.interview.existing import host_model
from fastapi_endpoint.interview.nesting import owning_column, parent_model
from fastapi_endpoint.interview.template import Condition
from fastapi_endpoint.render.superusers import superusers

Known = Mapping[str, tuple[str, ...]]


def known_values(project: ProjectMap, answers: Mapping[str, Answer]) -> Known:
    """The values of every answer by id, and what follows from the fields.

    `fields.unique` are the fields with a unique value, `fields.owner` and `fields.tenant` those that are
    marked so, `fields.users` all that refer to the project's users. `nested` is there where rows hang on a
    parent, with `parent.owner` where that belongs to a user, `scoped` where rows are kept apart by either.
    `existing` is there where a model gets its endpoints, with `model.columns`. `superusers` is there where
    users differ in what they may, `acting` where rows are taken through actions.
    """
    values = {
        answer.id: (answer.value,) if isinstance(answer.value, str) else answer.value
        for answer in answers.values()
    }
    fields = fields_of(answers)
    own = fields.fields if fields else ()
    composites = fields.composites if fields else ()
    derived = {
        "fields.unique": tuple(
            [field.name for field in own if field.unique]
            + [c.names[0] for c in composites if c.kind == "unique"]
        ),
        "fields.tenant": tuple(field.name for field in own if field.tenant),
        "fields.owner": tuple(field.name for field in own if field.owner),
        "fields.users": tuple(field.name for field in own if refers_to_users(project, field)),
    }
    nested = "parent" in values or values.get("kind") == ("nested",)
    parent, users = parent_model(project, answers), user_model(project)
    column = owning_column(parent, users) if parent else None
    owned = values.get("owner", ("none",)) != ("none",)
    model = host_model(project, answers)
    acting = "action" in values or "action" in values.get("methods", ())
    derived |= {
        "acting": ("yes",) if acting else (),
        "superusers": ("yes",) if superusers(project.conventions) else (),
        "existing": ("yes",) if "model" in values or values.get("kind") == ("existing",) else (),
        "model.columns": tuple(column.name for column in model.columns) if model else (),
        "nested": ("yes",) if nested else (),
        "parent.owner": (column,) if column else (),
        "scoped": ("yes",) if nested or owned else (),
    }
    return {**values, **{name: found for name, found in derived.items() if found}}


def fields_of(answers: Mapping[str, Answer]) -> Fields | None:
    """The parsed field lines, or None where there are none or they are wrong."""
    answer = answers.get("fields")
    if answer is None:
        return None
    parsed = parse((answer.value,) if isinstance(answer.value, str) else answer.value)
    return parsed if isinstance(parsed, Fields) else None


def user_model(project: ProjectMap) -> Model | None:
    """The mapped class of the project's users, or None where it is not known."""
    return project.users


def refers_to_users(project: ProjectMap, field: FieldSpec) -> bool:
    """Does this field refer to a row of the project's user table, named by table or class?"""
    if field.type.name != "ref":
        return False
    users = user_model(project)
    if users is not None:
        return field.type.target in (users.name, users.table)
    symbol = project.conventions.user_model.value
    return symbol is not None and field.type.target == symbol.name


def holds(condition: Condition, known: Known) -> bool:
    """Is the condition met?"""
    values = known.get(condition.id, ())
    if condition.any_of:
        return any(value in condition.any_of for value in values)
    if condition.none_of:
        return bool(values) and not any(value in condition.none_of for value in values)
    return bool(values) != condition.absent
