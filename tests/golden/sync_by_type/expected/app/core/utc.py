from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


def to_utc(value: datetime) -> datetime:
    """The same moment in UTC, for validators: the ends of the calendar have none."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("out of range") from None
