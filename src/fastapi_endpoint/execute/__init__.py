"""A plan, rehearsed, written, undone."""

from fastapi_endpoint.execute.apply import apply
from fastapi_endpoint.execute.checklist import checklist
from fastapi_endpoint.execute.history import applied_plan, history, recall
from fastapi_endpoint.execute.options import RehearsalOptions, rehearsal_options
from fastapi_endpoint.execute.rehearsal import rehearse
from fastapi_endpoint.execute.scaffold import write_project
from fastapi_endpoint.execute.transaction import pending, replay
from fastapi_endpoint.execute.undo import undo
from fastapi_endpoint.execute.verifying import verify

__all__ = [
    "RehearsalOptions",
    "applied_plan",
    "apply",
    "checklist",
    "history",
    "pending",
    "recall",
    "rehearsal_options",
    "rehearse",
    "replay",
    "undo",
    "verify",
    "write_project",
]
