"""Exit codes: the only place that knows them."""

from typing import Final

DONE: Final = 0
"""Done, or nothing to do."""

ERROR: Final = 1
"""An error, a wrong command line included, and an interrupted run."""

CHANGES: Final = 2
"""Changes are planned and were not asked to be written (`--dry-run`, `--plan`)."""

HUMAN: Final = 3
"""A person is needed: an open question, an approval, a manual step, a stale plan."""

RED: Final = 4
"""The rehearsal, or the verification of what was written, is red."""
