"""What the type names of ORMs and of Python are called in the field language."""

_NAMES = {
    "int": "Integer INTEGER SmallInteger BigInteger BIGINT INT int IntField SmallIntField BigIntField"
    " IntegerField SmallIntegerField BigIntegerField AutoField BigAutoField IdentityField",
    "str": "String VARCHAR Unicode str CharField AutoString CITEXT NVARCHAR FixedCharField",
    "text": "Text UnicodeText TEXT TextField LONGTEXT",
    "float": "Float FLOAT Double float FloatField REAL DoubleField",
    "decimal": "Numeric DECIMAL NUMERIC Decimal DecimalField",
    "bool": "Boolean BOOLEAN bool BooleanField",
    "datetime": "DateTime TIMESTAMP DATETIME datetime DatetimeField DateTimeField",
    "date": "Date DATE date DateField",
    "time": "Time TIME time TimeField",
    "duration": "Interval timedelta TimeDeltaField",
    "uuid": "UUID Uuid PGUUID GUID UUIDField UUID4",
    "json": "JSON JSONB JSONField dict Dict",
    "bytes": "LargeBinary BYTEA bytes BinaryField BLOB BlobField",
    "enum": "Enum SqlEnum SAEnum SQLEnum CharEnumField IntEnumField",
    "email": "EmailStr EmailType",
    "url": "HttpUrl AnyUrl",
    "ip": "INET IPvAnyAddress",
    "list": "ARRAY Array",
}
SCALAR_OF = {name: scalar for scalar, names in _NAMES.items() for name in names.split()}
"""Type name, without its module -> scalar."""


def scalar_of(type_name: str) -> str:
    """The field-language scalar that a type's name stands for, or ""."""
    return SCALAR_OF.get(type_name, "")
