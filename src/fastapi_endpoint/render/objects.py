"""The classes that lines such as `Address.street:str200` define, and the enums in and outside of them."""

from collections.abc import Mapping

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import EndpointSpec, FieldSpec, ObjectType
from fastapi_endpoint.fieldtypes.base import Context, python_name
from fastapi_endpoint.fieldtypes.choice import Enum
from fastapi_endpoint.fieldtypes.objects import class_name, in_order
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fragments import Fragment, code
from fastapi_endpoint.naming import snake
from fastapi_endpoint.render.lines import body_line
from fastapi_endpoint.render.types import body_default, taken_type
from fastapi_endpoint.render.view import EnumView, ObjectView, Place


def class_names(spec: EndpointSpec, project: ProjectMap, schema: Place) -> dict[str, str]:
    """What the class of each TypeName is called: as it is, unless the project has another of that name."""
    taken = {each.name for each in project.schemas if each.module != schema.module}
    taken |= {each.name for each in project.models}
    return {
        each.name: f"{spec.resource}{each.name}" if each.name in taken else each.name
        for each in spec.fields.objects
    }


def object_views(context: Context, modules: Mapping[str, Place]) -> tuple[ObjectView, ...]:
    """Each class after those that it holds."""
    return tuple(_object_view(each, context, modules) for each in in_order(context.objects))


def _object_view(each: ObjectType, context: Context, modules: Mapping[str, Place]) -> ObjectView:
    inside = context.inside(each.name)
    tag = context.tags.get(each.name)
    tags = [code(f'{tag}: Literal["{snake(each.name)}"]', "typing.Literal")] if tag else []
    return ObjectView(
        name=class_name(each.name, context),
        lines=(*tags, *(_line(field, inside, modules) for field in each.fields)),
        enums=tuple(enum for field in each.fields for enum in enums_of(field, inside)),
    )


def _line(field: FieldSpec, context: Context, modules: Mapping[str, Place]) -> Fragment:
    taken = taken_type(field, context, modules)
    annotation = taken.put("", " | None") if field.optional else taken
    default = body_default(field, kind_of(field).default(field, context), modules)
    return body_line(field.name, python_name(field), annotation, default)


def enums_of(field: FieldSpec, context: Context) -> tuple[EnumView, ...]:
    """The enum that the schema module defines for a field, or for the items of a list."""
    kind = field.type.item or field.type
    if kind.name != "enum" or field.name in context.enums:
        return ()
    named = FieldSpec(name=field.name, type=kind)
    enum = kind_of(named)
    assert isinstance(enum, Enum)  # noqa: S101 - for the type checker: the name says so
    return (EnumView(name=enum.class_name(named, context), members=enum.members(named)),)
