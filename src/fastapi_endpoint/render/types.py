"""The types that bodies take: bounds, the checks that bounds cannot express, and what is stored of them."""

from collections.abc import Mapping

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import Context, Default, constrained
from fastapi_endpoint.fieldtypes.objects import is_json_already
from fastapi_endpoint.fieldtypes.registry import kind_of
from fastapi_endpoint.fieldtypes.structured import List
from fastapi_endpoint.fragments import Fragment, Import, code
from fastapi_endpoint.render import shared
from fastapi_endpoint.render.view import Place

STORED_AS_JSON = frozenset({"list", "object", "union"})


def taken_type(field: FieldSpec, context: Context, modules: Mapping[str, Place]) -> Fragment:
    """What a body takes, without None and default: a list checks its items, an object its fields."""
    kind = kind_of(field)
    if isinstance(kind, List):
        item = taken_type(kind.item(field), context, modules)
        return constrained(item.put("list[", "]"), kind.constraints(field))
    return _rounded(guarded(field, kind.taken(field, context), modules), field)


def shown_type(field: FieldSpec, context: Context, modules: Mapping[str, Place]) -> Fragment:
    """What an answer shows, without None."""
    kind = kind_of(field)
    if isinstance(kind, List):
        return shown_type(kind.item(field), context, modules).put("list[", "]")
    return _local_time(modules) if "local-time" in kind.guards(field) else kind.shown(field, context)


def stored_type(taken: Fragment, field: FieldSpec, context: Context) -> Fragment:
    """The type with what turns its value into JSON, where `model_dump` would leave other objects in it."""
    if field.type.name not in STORED_AS_JSON or is_json_already(field, context):
        return taken
    return _checked(
        taken,
        code(
            "PlainSerializer(to_jsonable_python)",
            "pydantic.PlainSerializer",
            "pydantic_core.to_jsonable_python",
        ),
    )


def guarded(field: FieldSpec, annotation: Fragment, modules: Mapping[str, Place]) -> Fragment:
    """The annotation with the checks that bounds cannot express."""
    for guard in kind_of(field).guards(field):
        match guard:
            case "no-number":
                place = modules[shared.MOMENTS]
                check = code(
                    "BeforeValidator(refuse_numbers)",
                    "pydantic.BeforeValidator",
                    f"{place.module}.refuse_numbers",
                )
                annotation = _checked(annotation, check)
            case "utc":
                annotation = _after(annotation, "to_utc", modules[shared.MOMENTS])
            case "local-time":
                annotation = _local_time(modules)
            case "bounded-json":
                annotation = _after(annotation, "bounded", modules[shared.BOUNDED_JSON])
            case _:
                continue
    return annotation


def _local_time(modules: Mapping[str, Place]) -> Fragment:
    return code("LocalTime", f"{modules[shared.LOCAL_TIME].module}.LocalTime")


def _rounded(taken: Fragment, field: FieldSpec) -> Fragment:
    """A decimal as its column gives it back."""
    if "places" not in kind_of(field).guards(field):
        return taken
    places = field.type.scale or 0
    check = code(f"AfterValidator(lambda value: round(value, {places}) + 0)", "pydantic.AfterValidator")
    return _checked(taken, check)


def body_default(field: FieldSpec, default: Default | None, modules: Mapping[str, Place]) -> Fragment | None:
    """What a body fills in where the field is left out, or None where it may not be."""
    if default is None:
        return Fragment("None") if field.optional else None
    source = default.source
    if not default.factory:
        return source
    if source.text == "datetime.now(UTC)":
        module = modules[shared.UTC].module
        source = Fragment("utc_now", frozenset({Import(module, "utc_now")}))
    maker = source if source.text.isidentifier() else source.put("lambda: ")
    return maker.put("Field(default_factory=", ")").needing(Import("pydantic", "Field"))


def _after(taken: Fragment, function: str, place: Place) -> Fragment:
    check = code(f"AfterValidator({function})", "pydantic.AfterValidator", f"{place.module}.{function}")
    return _checked(taken, check)


def _checked(taken: Fragment, check: Fragment) -> Fragment:
    head = taken.text[:-1] if taken.text.startswith("Annotated[") else f"Annotated[{taken.text}"
    text = f"{head}, {check.text}]"
    return Fragment(text, taken.imports | check.imports).needing(Import("typing", "Annotated"))
