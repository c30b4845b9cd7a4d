"""Names of fields that clash with what is generated around them."""

from collections.abc import Iterator

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.question import Problem
from fastapi_endpoint.domain.spec import Fields, FieldSpec
from fastapi_endpoint.fieldtypes.base import SHADOWING, Context, attribute
from fastapi_endpoint.fieldtypes.composites import spread
from fastapi_endpoint.fieldtypes.grammar import print_field
from fastapi_endpoint.fieldtypes.registry import kind_of

LIST_PARAMETERS = frozenset({"cursor", "limit", "offset", "skip", "page", "page_size", "size", "sort", "q"})


def clashes(project: ProjectMap, fields: Fields) -> Iterator[Problem]:
    """Fields whose name is taken: by the base, by names that classes need, by the parameters of a list."""
    base = project.conventions.models.base_provides.value
    taken: dict[str, str] = {}
    for field in spread(fields).fields:
        name = attribute(field)
        if name in base:
            yield of_field(
                field, f"the declarative base of this project already gives {name}", "leave the line out"
            )
        elif name in SHADOWING and name.startswith("model_"):
            hint = f"say more, such as {field.name}_of or the {field.name} of what"
            yield of_field(
                field, f'a field called "{name}" would hide what classes need under that name', hint
            )
        for each in kind_of(field).filters(field, Context()):
            if each.parameter in LIST_PARAMETERS:
                yield of_field(
                    field, f"lists have a parameter {each.parameter} of their own", "rename the field"
                )
            elif each.parameter in taken:
                hint = f"rename the field, or write filter=equals on {taken[each.parameter]}"
                message = f"{taken[each.parameter]} has a filter {each.parameter} already"
                yield of_field(field, message, hint)
            taken.setdefault(each.parameter, field.name)


def of_field(field: FieldSpec, message: str, hint: str) -> Problem:
    """A problem of one field, pointing at its type."""
    return Problem(
        id="fields", message=message, text=print_field(field), column=len(field.name) + 2, hint=hint
    )
