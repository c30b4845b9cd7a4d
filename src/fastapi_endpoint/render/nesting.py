"""The parent of a nested resource: which field refers to it, and how paths name it."""

from itertools import pairwise

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec
from fastapi_endpoint.fragments import Fragment, Import
from fastapi_endpoint.naming import kebab
from fastapi_endpoint.render.ids import key_of
from fastapi_endpoint.render.patterns import fill, path_of, words_of
from fastapi_endpoint.render.view import FieldView, ParentView, Words


def parent_view(spec: EndpointSpec, project: ProjectMap, fields: tuple[FieldView, ...]) -> ParentView | None:
    """The parent, where the resource hangs on one; a field refers to it, and the project has its model."""
    field = next((each for each in fields if each.scope == "parent"), None)
    model = project.model(spec.parent) if spec.parent else None
    if field is None or field.column.reference is None or model is None:
        return None
    words = words_of(model.name, "")
    key = key_of(model.column(field.column.reference.column))
    owner = spec.access.parent_owner or ""
    return ParentView(
        model=model,
        words=words,
        mapped=Fragment(model.name, frozenset({Import(model.module, model.name)})),
        id=field.column.reference.column,
        field=field.column.python_name,
        parameter=field.name,
        path_type=key.path_type,
        expression=key.lookup.format(field.name),
        path=f"/{_segment(project, words)}/{{{field.name}}}",
        check=f"owns_{words.singular}" if owner else f"{words.singular}_exists",
        missing_detail=fill(project.conventions.answers.not_found_detail.value or "{Human} not found", words),
        owner=owner,
    )


def child_words(words: Words, parent: ParentView | None) -> Words:
    """The words of the child's part of the path: the items of an order, not its order items."""
    if parent is None or not words.singular.startswith(f"{parent.words.singular}_"):
        return words
    return words_of(words.singular.removeprefix(f"{parent.words.singular}_"), "")


def _segment(project: ProjectMap, words: Words) -> str:
    """What the parent's rows are called in paths: as the project serves them, else as it would."""
    forms = {words.plural, words.singular, kebab(words.plural), kebab(words.singular)}
    for route in project.routes:
        parts = route.path.strip("/").split("/")
        for name, after in pairwise(parts):
            if name in forms and after.startswith("{"):
                return name
    return path_of(project.conventions, words).strip("/").rpartition("/")[2]
