"""Text: `str text email url secret`. Every one has a maximum, and none takes a NUL."""

import re
from abc import abstractmethod
from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    NO_NUL,
    NO_NUL_NOT_BLANK,
    Boundaries,
    Case,
    Complaint,
    Constraints,
    Context,
    FieldKind,
    Guard,
    Operator,
    Sample,
    constrained,
    no_size,
)
from fastapi_endpoint.fieldtypes.counting import base36, successor, worded
from fastapi_endpoint.fieldtypes.plausible import counted_prefix, plausible
from fastapi_endpoint.fragments import Fragment, code

STR_LENGTH = 255
TEXT_LENGTH = 10_000
EMAIL_LENGTH = 254
URL_LENGTH = 2083
SECRET_LENGTH = 128
COLUMN_LENGTH = 65_535
KEY = r"^[A-Za-z0-9][A-Za-z0-9._~-]*$"
"""A text that is one part of a path as it stands."""


class Str(FieldKind):
    """`str` is at most 255 characters, `str80` at most 80; a required one refuses blanks."""

    name = "str"
    words = EVERY_FIELD | {
        *("default", "unique", "index", "filter", "sort", "search", "tenant", "pk"),
        *("minlen", "maxlen", "pattern"),
    }
    other_filters: ClassVar[tuple[Operator, ...]] = ("in", "contains")
    longest: ClassVar[int] = STR_LENGTH

    def length(self, field: FieldSpec) -> int:
        """The most characters a value may have."""
        return min(number for number in (field.type.size or self.longest, field.maxlen) if number is not None)

    def column_length(self, field: FieldSpec) -> int:
        """The width of its column."""
        return field.type.size or self.longest

    def refuses_blank(self, field: FieldSpec) -> bool:
        """A required string without a default is a name: spaces alone do not fill it."""
        plain = field.pattern is None and not field.pk
        return not field.optional and field.default is None and plain and field.minlen != 0

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return Fragment("str")

    def constraints(self, field: FieldSpec) -> Constraints:
        least = () if not field.minlen else (("min_length", Fragment(str(field.minlen))),)
        return (
            *least,
            ("max_length", Fragment(str(self.length(field)))),
            ("pattern", Fragment(self._pattern(field))),
        )

    def _pattern(self, field: FieldSpec) -> str:
        if field.pattern is not None:
            return raw_string(anchored(field.pattern))
        if field.pk:
            return raw_string(KEY)
        return NO_NUL_NOT_BLANK if self.refuses_blank(field) else NO_NUL

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        if field.example is not None and (number == 0 or field.pattern is not None):
            value = successor(field.example, number, lambda text: self.fits(field, text) is None)
        else:
            value = plausible(field.name, number)
            if self.fits(field, value) is not None and field.pk:
                value = base36(number + 1)[-self.length(field) :].rjust(max(field.minlen or 0, 1), "0")
            elif self.fits(field, value) is not None:
                value = worded(field.name, number + 1, field.minlen or 0, self.length(field))
        return Sample(value, repr(value), Fragment(repr(value)))

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        prefix = counted_prefix(field.name)
        room = self.length(field) - len(prefix)
        if field.pk and not re.match(KEY, prefix):
            return None
        if field.pattern is not None or field.example is not None or room < 4 or (field.minlen or 0) > 4:
            return None
        return Fragment(f'f"{prefix}{{{variable}}}"')

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        longest, least = self.length(field), field.minlen or 0
        rejected = [
            _repeated("x", longest + 1, "one character over the maximum"),
            _case("a\0b"[:longest], "a NUL"),
        ]
        accepted = []
        if field.pattern is None:
            accepted.append(_repeated("x", longest, "the maximum"))
            if 0 < least < longest:
                accepted.append(_repeated("x", least, "the minimum"))
        if least:
            rejected.append(_repeated("x", least - 1, "one character under the minimum"))
        if field.pk:
            rejected += [_case("/" * max(least, 1), "no part of a path"), _case("." * max(least, 1), "a dot")]
        if self.refuses_blank(field):
            rejected.append(_case(" " * max(least, 1), "blank"))
        if longest < 2:
            rejected = [case for case in rejected if case.why != "a NUL"]
        rejected.append(Case(1, "1", "no text"))
        return Boundaries(tuple(accepted), tuple(rejected))

    def queried(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(
            Fragment("str"),
            (("max_length", Fragment(str(self.length(field)))), ("pattern", Fragment(NO_NUL))),
        )

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return Fragment(repr(text))

    def fits(self, field: FieldSpec, text: str) -> str | None:
        if "\0" in text:
            return "holds a NUL"
        if len(text) > self.length(field):
            return f"is longer than {self.length(field)} characters"
        if len(text) < (field.minlen or 0):
            return f"is shorter than {field.minlen} characters"
        if field.pk and not re.fullmatch(KEY, text):
            return "cannot stand in a path"
        if field.pattern is None or pattern_fault(field.pattern):
            return None
        return None if re.search(anchored(field.pattern), text) else "does not match the pattern"

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        size = field.type.size
        if field.type.scale is not None:
            return (Complaint("", f"{self.name} takes one number as its size", f"write {self.name}{size}"),)
        if size is not None and not 1 <= size <= COLUMN_LENGTH:
            return (Complaint("", f"the size of {self.name} is 1 to {COLUMN_LENGTH}"),)
        return ()

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        complaints = []
        width = field.type.size or self.longest
        if field.maxlen is not None and not 1 <= field.maxlen <= width:
            complaints.append(Complaint("maxlen", f"maxlen is 1 to {width}, the size of the type"))
        elif field.minlen is not None and field.minlen > self.length(field):
            complaints.append(Complaint("minlen", f"minlen is over the maximum of {self.length(field)}"))
        return (*complaints, *self._check_pattern(field))

    def _check_pattern(self, field: FieldSpec) -> tuple[Complaint, ...]:
        if field.pattern is None:
            return ()
        fault = pattern_fault(field.pattern)
        if fault:
            return (Complaint("pattern", fault),)
        if field.example is None:
            hint = "add example=..., a value that matches"
            return (Complaint("pattern", "a pattern needs an example, which the tests send", hint),)
        if any(re.search(anchored(field.pattern), hostile) for hostile in _with_nul(field.example)):
            return (
                Complaint("pattern", "the pattern lets a NUL through", "name the characters: [a-z0-9 -]"),
            )
        values = {self.sample(field, Context(), number).json for number in (0, 1)}
        if self.fits(field, field.example) is None and len(values) == 1:
            return (Complaint("example", "no second value like the example matches the pattern"),)
        return ()


class Text(Str):
    """`text` is long text, at most 10,000 characters; it may be blank."""

    name = "text"
    words = Str.words - {"unique", "index", "sort", "tenant", "pk"}
    default_filters: ClassVar[tuple[Operator, ...]] = ("contains",)
    other_filters: ClassVar[tuple[Operator, ...]] = ()
    longest: ClassVar[int] = TEXT_LENGTH

    def refuses_blank(self, field: FieldSpec) -> bool:
        return False


class _Formatted(Str):
    """Text of a known form: no pattern and no lengths of its own."""

    words = EVERY_FIELD | {"default", "unique", "index", "filter", "sort", "search"}
    bad: ClassVar[tuple[tuple[str, str], ...]]

    def refuses_blank(self, field: FieldSpec) -> bool:
        return False

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        return no_size(field)

    def constraints(self, field: FieldSpec) -> Constraints:
        return (("max_length", Fragment(str(self.length(field)))),)

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        return Boundaries((), tuple(_case(value, why) for value, why in self.bad))

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = field.example if field.example is not None and number == 0 else self._nth(field, number + 1)
        return Sample(value, repr(value), Fragment(repr(value)))

    @abstractmethod
    def _nth(self, field: FieldSpec, number: int) -> str:
        """The value of that number, within the bounds."""

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        marked = self._nth(field, 0).replace("0", f"{{{variable}}}", 1)
        return Fragment(f'f"{marked}"')


_EMAIL_WORDS = re.compile(r"-?\be?-?mail(-address)?\b")


class Email(_Formatted):
    """`email` is an address, at most 254 characters, stored as text."""

    name = "email"
    longest: ClassVar[int] = EMAIL_LENGTH
    bad = (("nobody", "no address"), ("a@b", "no domain"), ("", "empty"))

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        return constrained(code("EmailStr", "pydantic.EmailStr"), self.constraints(field))

    def _nth(self, field: FieldSpec, number: int) -> str:
        return f"{_EMAIL_WORDS.sub('', _safe(field.name)) or 'someone'}{number}@example.com"

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if re.fullmatch(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+", text) else "is no email address"


class Url(_Formatted):
    """`url` is an http or https address, at most 2,083 characters, stored as text."""

    name = "url"
    words = _Formatted.words - {"unique", "index", "sort"}
    longest: ClassVar[int] = URL_LENGTH
    bad = (("nowhere", "no address"), ("ftp://example.com/a", "another scheme"), ("", "empty"))

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        """An address that a body gives on as text: as text before that, Pydantic warns of each."""
        return code(
            "Annotated[HttpUrl, PlainSerializer(str)]",
            "typing.Annotated",
            "pydantic.HttpUrl",
            "pydantic.PlainSerializer",
        )

    def _nth(self, field: FieldSpec, number: int) -> str:
        return f"https://example.com/{_safe(field.name)}/{number}"

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if re.fullmatch(r"https?://[\w.-]+(:\d+)?(/\S*)?", text) else "is no http address"


class Secret(Str):
    """`secret` is taken, never shown, and stored hashed."""

    name = "secret"
    words = EVERY_FIELD - {"readonly", "private"} | {"minlen", "maxlen"}
    default_filters: ClassVar[tuple[Operator, ...]] = ()
    other_filters: ClassVar[tuple[Operator, ...]] = ()
    longest: ClassVar[int] = SECRET_LENGTH

    def column_length(self, field: FieldSpec) -> int:
        """A digest is longer than what it was made of."""
        return STR_LENGTH

    def refuses_blank(self, field: FieldSpec) -> bool:
        return False

    def check_type(self, field: FieldSpec) -> tuple[Complaint, ...]:
        return no_size(field)

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        secret = code("SecretStr", "pydantic.SecretStr")
        return constrained(secret, self.constraints(field))

    def constraints(self, field: FieldSpec) -> Constraints:
        least = ("min_length", Fragment(str(self.least(field))))
        return (least, ("max_length", Fragment(str(self.length(field)))))

    def least(self, field: FieldSpec) -> int:
        """The fewest characters."""
        return field.minlen if field.minlen is not None else min(8, self.length(field))

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("hashed",)

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        value = f"{number + 1}-correct-horse"[: self.length(field)].ljust(field.minlen or 0, "x")
        return Sample(value, repr(value), Fragment(repr(value)))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        longest, least = self.length(field), self.least(field)
        shorter = (_repeated("x", least - 1, "one character under the minimum"),) if least else ()
        return Boundaries(
            (_repeated("x", longest, "the maximum"), _repeated("x", least, "the minimum")),
            (_repeated("x", longest + 1, "one character over the maximum"), *shorter),
        )


def pattern_fault(pattern: str) -> str | None:
    """Why Python or Pydantic cannot use the expression, or None where both can."""
    try:
        re.compile(anchored(pattern))
    except (re.error, OverflowError, RecursionError) as error:
        return f"the pattern is no regular expression: {error}"
    if re.search(r"\(\?<?[=!]|\\[1-9]|\(\?P=|\(\?\(|\(\?>|[*+?}]\+", pattern):
        return "Pydantic's expressions know no look-around and no back-reference"
    return None


def anchored(pattern: str) -> str:
    """The pattern held to the whole value."""
    if pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern:
        return pattern
    return f"^(?:{pattern})$"


def raw_string(pattern: str) -> str:
    """The pattern as Python source, raw where that is possible."""
    if '"' in pattern or "\n" in pattern or pattern.endswith("\\") or not pattern.isprintable():
        return repr(pattern)
    return f'r"{pattern}"' if "\\" in pattern else f'"{pattern}"'


def _with_nul(example: str) -> list[str]:
    places = range(len(example))
    return [
        "\0",
        *(example[:place] + "\0" + example[place + 1 :] for place in places),
        *(example[:place] + "\0" + example[place:] for place in (*places, len(example))),
    ]


def _safe(name: str) -> str:
    return re.sub(r"\d", "", name).replace("_", "-").strip("-") or "a"


def _case(value: str, why: str) -> Case:
    return Case(value, repr(value), why)


def _repeated(letter: str, times: int, why: str) -> Case:
    source = f'"{letter}" * {times}' if times > 8 else repr(letter * times)
    return Case(letter * times, source, why)
