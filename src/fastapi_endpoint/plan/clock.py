"""The clock of a plan, in UTC: one moment for everything that it makes."""

import os
from datetime import UTC, datetime

CLOCK_FORMAT = "%Y-%m-%d %H:%M:%S"


def now() -> str:
    """The clock of a plan made at this moment. SOURCE_DATE_EPOCH, where it is set to one, is the moment."""
    try:
        moment = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "")), UTC)
    except (ValueError, OverflowError, OSError):
        moment = datetime.now(UTC)
    return moment.strftime(CLOCK_FORMAT)
