"""The clock of a plan, in UTC: one moment for everything that it makes."""

import os
from datetime import UTC, datetime

CLOCK_FORMAT = "%Y-%m-%d %H:%M:%S"


def now() -> str:
    """The clock of a plan made at this moment. SOURCE_DATE_EPOCH, where set, is the moment."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return moment.strftime(CLOCK_FORMAT)
