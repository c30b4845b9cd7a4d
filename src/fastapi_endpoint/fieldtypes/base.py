"""What every field type can say of a field: the interface, its values, and the common answers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from msgspec import Struct
from msgspec.structs import replace

from fastapi_endpoint.domain.spec import FieldSpec, ObjectType
from fastapi_endpoint.fieldtypes.vocabulary import member
from fastapi_endpoint.fragments import Fragment, Import, join

Constraints = tuple[tuple[str, Fragment], ...]
Operator = Literal["equals", "in", "min", "max", "contains"]
Guard = Literal["no-number", "places", "utc", "local-time", "bounded-json", "hashed"]

ANNOTATED = Import("typing", "Annotated")
FIELD = Import("pydantic", "Field")
NO_NUL = r'r"^[^\x00]*$"'
NO_NUL_NOT_BLANK = r'r"^[^\x00]*[^\s\x00][^\x00]*$"'

EVERY_FIELD = frozenset(
    {"optional", "readonly", "immutable", "writeonly", "private", "column", "doc", "example"}
)


class Context(Struct, frozen=True, kw_only=True):
    """What a type must know beyond its field.

    `resource` is in CapWords (an enum class is named after it); `keys` gives the scalar type of the
    primary key per referenced table or class; `id_type` is that of every other table. `objects` are the
    types that the same lines define, `class_names` what their classes are called where that is not their
    name, `tags` the field that tells the members of a union apart. `enums` are the classes of the project
    that fields of these names have already.
    """

    resource: str = "Resource"
    keys: Mapping[str, str] = {}
    id_type: str = "uuid"
    objects: tuple[ObjectType, ...] = ()
    class_names: Mapping[str, str] = {}
    tags: Mapping[str, str] = {}
    enums: Mapping[str, Fragment] = {}

    def inside(self, name: str) -> "Context":
        """What the fields of an object know: their enums are named after its class."""
        return replace(self, resource=self.class_names.get(name, name))


class Default(Struct, frozen=True):
    """A default as Python source. Where `factory` is True it is computed anew for each row."""

    source: Fragment
    factory: bool = False


class Sample(Struct, frozen=True):
    """One valid value: as JSON, as Python source of that JSON value, and as the stored Python value."""

    json: Any
    source: str
    python: Fragment


class Case(Struct, frozen=True):
    """One value at a border: as JSON, as Python source of it, and which border."""

    json: Any
    source: str
    why: str


class Boundaries(Struct, frozen=True):
    """Values that must be taken, and values that must be refused with 422."""

    accepted: tuple[Case, ...] = ()
    rejected: tuple[Case, ...] = ()


class Filter(Struct, frozen=True):
    """One query parameter of a list. `annotation` carries its bounds; `in` takes several values."""

    parameter: str
    operator: Operator
    annotation: Fragment


class Complaint(Struct, frozen=True):
    """What is wrong with a field, at which of its words ("" is the type), and what to do next."""

    word: str
    message: str
    hint: str = ""


class FieldKind(ABC):
    """One type of the field language.

    A new one is a subclass in a module of its family and a row in `registry.KINDS`.
    """

    name: ClassVar[str]
    words: ClassVar[frozenset[str]]
    default_filters: ClassVar[tuple[Operator, ...]] = ("equals",)
    other_filters: ClassVar[tuple[Operator, ...]] = ()

    @abstractmethod
    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        """The Python type of the stored value, without bounds and without None."""

    def constraints(self, field: FieldSpec) -> Constraints:
        """The keyword arguments of Pydantic's `Field` that hold the value to its bounds, in order."""
        return ()

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        """The type in a request body: the annotation with its bounds, without None and default."""
        return constrained(self.annotation(field, context), self.constraints(field))

    def shown(self, field: FieldSpec, context: Context) -> Fragment:
        """The type in a response."""
        return self.annotation(field, context)

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        """What bounds alone cannot do and the generated code must: see `Guard`."""
        return ()

    @abstractmethod
    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        """The valid value of that number, counted from 0; as long as the type has more, a new one."""

    def samples(self, field: FieldSpec, context: Context) -> tuple[Sample, Sample]:
        """Two valid values; they differ unless the bounds leave only one."""
        return self.sample(field, context, 0), self.sample(field, context, 1)

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        """Source of a JSON value that differs for each integer in `variable`, or None."""
        return None

    @abstractmethod
    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        """Values on both sides of each bound."""

    def filters(self, field: FieldSpec, context: Context) -> tuple[Filter, ...]:
        """The query parameters that a `filter` on this field gives."""
        if not field.filter:
            return ()
        unbound = replace(
            field,
            optional=True,
            min=None,
            max=None,
            gt=None,
            lt=None,
            minlen=None,
            pattern=None,
            default=None,
        )
        chosen = field.filters or self.default_filters
        return tuple(self._filter(unbound, operator, context) for operator in ordered_operators(chosen))

    def _filter(self, field: FieldSpec, operator: str, context: Context) -> Filter:
        name = attribute(field)
        item = self.queried(field, context)
        match operator:
            case "in":
                many = Fragment(f"list[{item.text}]", item.imports)
                return Filter(f"{name}_in", "in", constrained(many, (("max_length", Fragment("100")),)))
            case "min" | "max" | "contains":
                return Filter(f"{name}_{operator}", operator, item)
            case _:
                return Filter(name, "equals", item)

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        """The type of one value in a query string."""
        return self.taken(field, context)

    def default(self, field: FieldSpec, context: Context) -> Default | None:
        """The declared default as Python source, or None where there is none."""
        if field.default is None:
            return None
        return Default(self.literal(field, field.default, context))

    @abstractmethod
    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        """Python source of the stored value that `text` stands for; `text` has passed `fits`."""

    @abstractmethod
    def fits(self, field: FieldSpec, text: str) -> str | None:
        """Why `text` cannot be a value of this field, or None where it can."""

    def check(self, field: FieldSpec) -> tuple[Complaint, ...]:
        """Everything wrong with the field that its type can see."""
        complaints = [*self.check_type(field), *_words_out_of_place(self, field)]
        if complaints:
            return tuple(complaints)
        return (*self._misfits(field), *self.check_bounds(field), *_filters_out_of_place(self, field))

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        """What is wrong with the size or the parts of the type itself."""
        return no_size(field)

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        """What is wrong with the bounds, once the words are known to belong here."""
        return ()

    def _misfits(self, field: FieldSpec) -> list[Complaint]:
        given = (("default", field.default), ("example", field.example))
        reasons = [(word, text, self.fits(field, text)) for word, text in given if text is not None]
        return [Complaint(word, f'{word} "{text}" {reason}') for word, text, reason in reasons if reason]


def constrained(annotation: Fragment, constraints: Constraints) -> Fragment:
    """`Annotated[T, Field(...)]`, or `T` where there is nothing to say."""
    if not constraints:
        return annotation
    arguments = join(", ", (value.put(f"{name}=") for name, value in constraints))
    return join(", ", (annotation.put("Annotated["), arguments.put("Field(", ")]"))).needing(ANNOTATED, FIELD)


def attribute(field: FieldSpec) -> str:
    """The name of the value in JSON and in the table: a reference ends in `_id`."""
    if field.type.name == "ref":
        return f"{field.name}_id"
    return f"{field.name}_ids" if field.type.name == "refs" else field.name


SHADOWING = frozenset(
    {
        *(
            "date",
            "datetime",
            "time",
            "timedelta",
            "uuid",
            "str",
            "int",
            "float",
            "bool",
            "bytes",
            "list",
            "dict",
        ),
        *("metadata", "registry", "copy", "json", "schema", "validate", "construct", "from_orm", "parse_obj"),
        *("model_config", "model_fields", "model_computed_fields", "model_extra", "model_fields_set"),
        *(
            "model_copy",
            "model_construct",
            "model_dump",
            "model_validate",
            "model_rebuild",
            "model_post_init",
        ),
    }
)


def python_name(field: FieldSpec) -> str:
    """The name of the attribute in classes: `date` would hide its own type, so it is `date_`.

    Where it differs from `attribute(field)`, the schema needs an alias and the column its name.
    """
    name = attribute(field)
    return f"{name}_" if name in SHADOWING else name


def ordered_operators(chosen: tuple[str, ...]) -> list[str]:
    """Filter operators in the order in which parameters are written."""
    return [operator for operator in ("equals", "in", "min", "max", "contains") if operator in chosen]


def no_size(field: FieldSpec) -> tuple[Complaint, ...]:
    """The complaint of a type that takes no size."""
    if field.type.size is None:
        return ()
    return (Complaint("", f"{field.type.name} takes no size", f"write {field.type.name}"),)


WORDS_WITH_VALUE = (
    *("unique", "index", "filter", "sort", "search", "owner", "tenant", "pk", "computed"),
    *("default", "min", "max", "gt", "lt", "minlen", "maxlen", "pattern"),
    *("ondelete", "back", "through", "tag", "as", "expr"),
)


def _words_out_of_place(kind: FieldKind, field: FieldSpec) -> list[Complaint]:
    used = [word for word in WORDS_WITH_VALUE if getattr(field, member(word)) not in (None, False)]
    known = ", ".join(sorted(kind.words - EVERY_FIELD))
    return [
        Complaint(
            word, f"{word} does not apply to {kind.name}", f"{kind.name} takes {known}" if known else ""
        )
        for word in used
        if word not in kind.words
    ]


def _filters_out_of_place(kind: FieldKind, field: FieldSpec) -> list[Complaint]:
    allowed = (*kind.default_filters, *kind.other_filters)
    wrong = [operator for operator in field.filters if operator not in allowed]
    return [
        Complaint("filter", f'{kind.name} has no filter "{operator}"', f"it has {', '.join(allowed)}")
        for operator in wrong
    ]
