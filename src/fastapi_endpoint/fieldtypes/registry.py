"""All field types, in the order of the field language. A new type is a row here."""

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.errors import WrongCall
from fastapi_endpoint.fieldtypes.base import FieldKind
from fastapi_endpoint.fieldtypes.binary import Bytes
from fastapi_endpoint.fieldtypes.boolean import Bool
from fastapi_endpoint.fieldtypes.choice import Enum
from fastapi_endpoint.fieldtypes.identifier import Uuid
from fastapi_endpoint.fieldtypes.integer import Int
from fastapi_endpoint.fieldtypes.network import Ip
from fastapi_endpoint.fieldtypes.number import Decimal, Float
from fastapi_endpoint.fieldtypes.objects import Object, Union
from fastapi_endpoint.fieldtypes.reference import Ref, Refs
from fastapi_endpoint.fieldtypes.structured import Json, List
from fastapi_endpoint.fieldtypes.temporal import Date, Datetime, Duration, Time
from fastapi_endpoint.fieldtypes.text import Email, Secret, Str, Text, Url

KINDS: tuple[FieldKind, ...] = (
    Str(),
    Text(),
    Int(),
    Float(),
    Decimal(),
    Bool(),
    Date(),
    Datetime(),
    Time(),
    Duration(),
    Uuid(),
    Json(),
    Bytes(),
    Email(),
    Url(),
    Ip(),
    Secret(),
    Enum(),
    List(),
    Ref(),
    Refs(),
    Union(),
    Object(),
)
_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(field: FieldSpec) -> FieldKind:
    """The type of a field."""
    return kind_named(field.type.name)


def kind_named(name: str) -> FieldKind:
    """The type of that name, as `FieldType.name` holds it."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise WrongCall(
            f'no field type is called "{name}"', hint=f"there are {', '.join(_BY_NAME)}"
        ) from None
