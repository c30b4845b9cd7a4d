"""The words of the field language, and the names that fields cannot have. Closed sets, all disjoint."""

SCALARS = (
    *("str", "text", "int", "float", "decimal", "bool", "date", "datetime", "time", "duration"),
    *("uuid", "json", "bytes", "email", "url", "ip", "secret"),
)
HEADS = ("enum", "list", "ref", "refs", "union")
FLAGS = (
    *("optional", "unique", "index", "filter", "sort", "search", "readonly", "immutable", "writeonly"),
    *("private", "computed", "owner", "tenant", "pk"),
)
KEYS = (
    *("default", "min", "max", "gt", "lt", "minlen", "maxlen", "pattern", "ondelete", "back", "through"),
    *("tag", "as", "column", "expr", "doc", "example", "filter"),
)
KINDS_OF_COMPOSITE = ("unique", "index", "sort", "filter", "search")
FREE_TEXT = frozenset({"pattern", "expr", "doc"})
NUMBERS = frozenset({"minlen", "maxlen"})
NAMES = frozenset({"back", "through", "tag", "column"})
CLOSED = {"ondelete": ("cascade", "restrict", "set-null"), "as": ("table", "json")}
PROVIDED = ("id", "created_at", "updated_at")

OTHER_LANGUAGES = {
    "string": "str",
    "varchar": "str255",
    "char": "str",
    "integer": "int",
    "bigint": "int64",
    "biginteger": "int64",
    "smallint": "int16",
    "number": "decimal12.2",
    "numeric": "decimal12.2",
    "money": "decimal12.2",
    "double": "float",
    "boolean": "bool",
    "timestamp": "datetime",
    "interval": "duration",
    "guid": "uuid",
    "jsonb": "json",
    "dict": "json",
    "binary": "bytes",
    "blob": "bytes",
    "uri": "url",
    "password": "secret",
    "array": "list/str",
    "references": "ref/TABLE",
    "belongs_to": "ref/TABLE",
    "foreignkey": "ref/TABLE",
    "fk": "ref/TABLE",
    "nullable": "optional",
    "uniq": "unique",
    "required": "nothing: a field is required unless it is optional",
}


def member(word: str) -> str:
    """The name of the member of `FieldSpec` that holds a word."""
    return "as_" if word == "as" else word
