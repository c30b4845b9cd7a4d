from datetime import UTC, datetime


def refuse_numbers(value: object) -> object:
    """The value, for validators: Pydantic would read a number as seconds since 1970."""
    if isinstance(value, int | float) or (
        isinstance(value, str) and value.lstrip("+-").replace(".", "", 1).isdecimal()
    ):
        raise ValueError("a number is no point in time")
    return value


def to_utc(value: datetime) -> datetime:
    """The same moment in UTC, for validators: the ends of the calendar have none."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None
