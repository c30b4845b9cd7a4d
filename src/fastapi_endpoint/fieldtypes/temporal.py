"""Points and spans of time: `date datetime time duration`."""

from abc import abstractmethod
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from fastapi_endpoint.domain.spec import FieldSpec
from fastapi_endpoint.fieldtypes.base import (
    EVERY_FIELD,
    Boundaries,
    Case,
    Complaint,
    Constraints,
    Context,
    Default,
    FieldKind,
    Guard,
    Operator,
    Sample,
    constrained,
)
from fastapi_endpoint.fieldtypes.integer import doubled_bounds
from fastapi_endpoint.fragments import Fragment, code

Moment = date | datetime | time
BOUNDS = ("min", "max", "gt", "lt")
KEYWORDS = (("min", "ge"), ("gt", "gt"), ("max", "le"), ("lt", "lt"))


class _Temporal(FieldKind):
    words = EVERY_FIELD | {"default", "unique", "index", "filter", "sort", "min", "max", "gt", "lt"}
    default_filters: ClassVar[tuple[Operator, ...]] = ("min", "max")
    other_filters: ClassVar[tuple[Operator, ...]] = ("equals",)
    form: ClassVar[str]
    wrong: ClassVar[tuple[tuple[str, str], ...]]

    @abstractmethod
    def read(self, text: str) -> Moment | None:
        """The moment that the text stands for, or None where it is none."""

    @abstractmethod
    def source(self, moment: Moment) -> Fragment:
        """The moment as Python source."""

    def written(self, moment: Moment) -> str:
        """The moment as it stands in JSON."""
        return moment.isoformat()

    @abstractmethod
    def nth(self, start: Moment, number: int, backwards: bool) -> Moment:  # noqa: FBT001 - a direction, read below
        """The moment so many steps after (or before) the start."""

    @abstractmethod
    def usual(self) -> Moment:
        """The first sample where there are no bounds."""

    def constraints(self, field: FieldSpec) -> Constraints:
        return tuple(
            (name, self.source(moment))
            for word, name in KEYWORDS
            if (moment := self._read(getattr(field, word))) is not None
        )

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        start = self._read(field.example) or self._start(field)
        moment = self.nth(
            start, number, backwards=field.min is None and field.gt is None and self._bounded(field)
        )
        return Sample(self.written(moment), f'"{self.written(moment)}"', self.source(moment))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        accepted, rejected = [], []
        for word, backwards in (("min", True), ("max", False)):
            bound = self._read(getattr(field, word))
            if bound is not None:
                accepted.append(self._case(bound, f"the {word}imum"))
                rejected.append(self._case(self.nth(bound, 1, backwards=backwards), f"beyond the {word}imum"))
        for word in ("gt", "lt"):
            bound = self._read(getattr(field, word))
            if bound is not None:
                rejected.append(self._case(bound, f"the excluded bound of {word}"))
        rejected.extend(Case(text, f'"{text}"', why) for text, why in self.wrong)
        rejected.append(Case(0, "0", "a number"))
        return Boundaries(tuple(accepted), tuple(rejected))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        moment = self._read(text)
        return self.source(moment if moment is not None else self.usual())

    def fits(self, field: FieldSpec, text: str) -> str | None:
        moment = self.read(text)
        if moment is None:
            return f"is no {self.name} of the form {self.form}"
        return None if self._inside(field, moment) else "is outside the bounds"

    def check(self, field: FieldSpec) -> tuple[Complaint, ...]:
        wrong = [w for w in BOUNDS if getattr(field, w) is not None and self.read(getattr(field, w)) is None]
        if wrong:
            return tuple(
                Complaint(word, f"{word} of a {self.name} has the form {self.form}") for word in wrong
            )
        return super().check(field)

    def check_bounds(self, field: FieldSpec) -> tuple[Complaint, ...]:
        twice = doubled_bounds(field)
        if not twice and not all(self._inside(field, self._sampled(field, number)) for number in (0, 1)):
            word = next(word for word in reversed(BOUNDS) if getattr(field, word) is not None)
            return (Complaint(word, "the bounds leave no two values"),)
        return twice

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("no-number",)

    def _sampled(self, field: FieldSpec, number: int) -> Moment:
        moment = self.read(str(self.sample(field, Context(), number).json))
        return moment if moment is not None else self.usual()

    def _read(self, text: str | None) -> Moment | None:
        return None if text is None else self.read(text)

    def _start(self, field: FieldSpec) -> Moment:
        for word, steps, backwards in (
            ("min", 0, False),
            ("gt", 1, False),
            ("max", 0, True),
            ("lt", 1, True),
        ):
            bound = self._read(getattr(field, word))
            if bound is not None:
                return self.nth(bound, steps, backwards=backwards)
        return self.usual()

    def _bounded(self, field: FieldSpec) -> bool:
        return any(getattr(field, word) is not None for word in BOUNDS)

    def _inside(self, field: FieldSpec, moment: Moment) -> bool:
        least, after, most, before = (self._read(getattr(field, word)) for word in ("min", "gt", "max", "lt"))
        return (
            (least is None or _not_before(moment, least))
            and (after is None or not _not_before(after, moment))
            and (most is None or _not_before(most, moment))
            and (before is None or not _not_before(moment, before))
        )

    def _case(self, moment: Moment, why: str) -> Case:
        return Case(self.written(moment), f'"{self.written(moment)}"', why)


class Date(_Temporal):
    """A day of the calendar; `now` is today in UTC."""

    name = "date"
    form = "2025-12-31"
    wrong = (("someday", "a word"), ("2025-02-30", "no day"))

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("date", "datetime.date")

    def read(self, text: str) -> date | None:
        try:
            moment = date.fromisoformat(text)
        except ValueError:
            return None
        return moment if text == moment.isoformat() else None

    def source(self, moment: Moment) -> Fragment:
        assert isinstance(moment, date)  # noqa: S101 - for the type checker; `read` made it
        return code(f"date({moment.year}, {moment.month}, {moment.day})", "datetime.date")

    def nth(self, start: Moment, number: int, backwards: bool) -> Moment:  # noqa: FBT001 - as declared above
        assert isinstance(start, date)  # noqa: S101 - for the type checker
        return _shifted_date(start, -number if backwards else number)

    def usual(self) -> Moment:
        return date(2025, 1, 15)

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        if self._bounded(field):
            return None
        return code(
            f"(date(2025, 1, 15) + timedelta(days={variable})).isoformat()",
            "datetime.date",
            "datetime.timedelta",
        )

    def default(self, field: FieldSpec, context: Context) -> Default | None:
        if field.default != "now":
            return super().default(field, context)
        return Default(code("datetime.now(UTC).date()", "datetime.UTC", "datetime.datetime"), factory=True)

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text == "now" and text == field.default else super().fits(field, text)


class Datetime(_Temporal):
    """A point in time with its zone, kept in UTC; `now` is the server's clock."""

    name = "datetime"
    form = "2025-12-31 or 2025-12-31T2359Z"
    wrong = (
        ("someday", "a word"),
        ("2025-01-15T12:00:00", "no zone"),
        ("0001-01-01T00:00:00+14:00", "before all time in UTC"),
    )

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("datetime", "datetime.datetime")

    def taken(self, field: FieldSpec, context: Context) -> Fragment:
        aware = code("AwareDatetime", "pydantic.AwareDatetime")
        return constrained(aware, self.constraints(field))

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("no-number", "utc")

    def read(self, text: str) -> datetime | None:
        try:
            moment = datetime.fromisoformat(text)
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError):
            return None

    def written(self, moment: Moment) -> str:
        return moment.isoformat().replace("+00:00", "Z")

    def source(self, moment: Moment) -> Fragment:
        assert isinstance(moment, datetime)  # noqa: S101 - for the type checker; `read` made it
        parts = [
            moment.year,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond,
        ]
        while len(parts) > 3 and parts[-1] == 0:
            parts.pop()
        return code(
            f"datetime({', '.join(map(str, parts))}, tzinfo=UTC)", "datetime.UTC", "datetime.datetime"
        )

    def nth(self, start: Moment, number: int, backwards: bool) -> Moment:  # noqa: FBT001 - as declared above
        assert isinstance(start, datetime)  # noqa: S101 - for the type checker
        return _shifted_datetime(start, timedelta(hours=-number if backwards else number))

    def usual(self) -> Moment:
        return datetime(2025, 1, 15, 12, tzinfo=UTC)

    def numbered(self, field: FieldSpec, variable: str) -> Fragment | None:
        if self._bounded(field):
            return None
        return code(
            f"(datetime(2025, 1, 15, tzinfo=UTC) + timedelta(hours={variable})).isoformat()",
            "datetime.UTC",
            "datetime.datetime",
            "datetime.timedelta",
        )

    def default(self, field: FieldSpec, context: Context) -> Default | None:
        if field.default != "now":
            return super().default(field, context)
        return Default(code("datetime.now(UTC)", "datetime.UTC", "datetime.datetime"), factory=True)

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text == "now" and text == field.default else super().fits(field, text)


class Time(_Temporal):
    """A time of day, without a zone."""

    name = "time"
    words = EVERY_FIELD | {"default", "index", "filter", "sort"}
    form = "2359 or 235959"
    wrong = (("noonish", "a word"), ("25:00", "no hour"), ("09:30:00Z", "a zone"))

    def guards(self, field: FieldSpec) -> tuple[Guard, ...]:
        return ("local-time",)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("time", "datetime.time")

    def read(self, text: str) -> time | None:
        try:
            moment = time.fromisoformat(text)
        except ValueError:
            return None
        return moment if moment.tzinfo is None else None

    def source(self, moment: Moment) -> Fragment:
        assert isinstance(moment, time)  # noqa: S101 - for the type checker; `read` made it
        parts = [moment.hour, moment.minute, moment.second, moment.microsecond]
        while len(parts) > 2 and parts[-1] == 0:
            parts.pop()
        return code(f"time({', '.join(map(str, parts))})", "datetime.time")

    def nth(self, start: Moment, number: int, backwards: bool) -> Moment:  # noqa: FBT001 - as declared above
        assert isinstance(start, time)  # noqa: S101 - for the type checker
        return start.replace(minute=(start.minute + (-number if backwards else number)) % 60)

    def usual(self) -> Moment:
        return time(9, 30)


class Duration(FieldKind):
    """A span of time, in seconds in the field language, in ISO 8601 in JSON."""

    name = "duration"
    words = EVERY_FIELD | {"default", "index", "filter", "sort"}
    default_filters: ClassVar[tuple[Operator, ...]] = ("min", "max")
    other_filters: ClassVar[tuple[Operator, ...]] = ("equals",)

    def annotation(self, field: FieldSpec, context: Context) -> Fragment:
        return code("timedelta", "datetime.timedelta")

    def constraints(self, field: FieldSpec) -> Constraints:
        return (
            ("ge", code("timedelta(0)", "datetime.timedelta")),
            ("le", code("timedelta(days=36500)", "datetime.timedelta")),
        )

    def sample(self, field: FieldSpec, context: Context, number: int) -> Sample:
        seconds = (int(field.example) if field.example is not None else 60) + number
        text = f"PT{seconds}S"
        return Sample(text, f'"{text}"', self.literal(field, str(seconds), context))

    def boundaries(self, field: FieldSpec, context: Context) -> Boundaries:
        accepted = (Case("PT0S", '"PT0S"', "the least"), Case("P36500D", '"P36500D"', "the greatest"))
        rejected = (
            Case("-PT1S", '"-PT1S"', "under the least"),
            Case("P36501D", '"P36501D"', "over the greatest"),
        )
        return Boundaries(accepted, (*rejected, Case("a while", '"a while"', "a word")))

    def literal(self, field: FieldSpec, text: str, context: Context) -> Fragment:
        return code(f"timedelta(seconds={int(text)})", "datetime.timedelta")

    def fits(self, field: FieldSpec, text: str) -> str | None:
        return None if text.isascii() and text.isdigit() and len(text) < 10 else "is no number of seconds"


def _not_before(one: Moment, other: Moment) -> bool:
    return one.isoformat() >= other.isoformat()


def _shifted_date(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return start


def _shifted_datetime(start: datetime, span: timedelta) -> datetime:
    try:
        return start + span
    except OverflowError:
        return start
