"""The exceptions of the tool. All else a user can act on is a value.

EndpointError
|-- WrongCall        a function was called with what it cannot take
|-- MissingTool      a program or package that is needed is not there
`-- InternalError    a bug in the tool: state that cannot be
"""


class EndpointError(Exception):
    """Says what went wrong, where (a path, `file:line`, or ""), and what to do next."""

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint


class WrongCall(EndpointError):
    """A function was called with what it cannot take."""


class MissingTool(EndpointError):
    """A program or package that is needed is not there."""


class InternalError(EndpointError):
    """State that cannot be: a bug in the tool."""
