"""Four rounds of questions: from what is known of a project and what was answered, to an `EndpointSpec`."""

from fastapi_endpoint.interview.answers import (
    command_line,
    from_flags,
    line_of,
    read_answers,
    resolve,
    with_answer,
    write_answers,
)
from fastapi_endpoint.interview.build import build
from fastapi_endpoint.interview.engine import accept, next_round, open_flags, open_rounds, summary
from fastapi_endpoint.interview.validate import check_line, validate

__all__ = [
    "accept",
    "build",
    "check_line",
    "command_line",
    "from_flags",
    "line_of",
    "next_round",
    "open_flags",
    "open_rounds",
    "read_answers",
    "resolve",
    "summary",
    "validate",
    "with_answer",
    "write_answers",
]
