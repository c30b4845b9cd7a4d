"""In what the answers of a resource are wrapped."""

from msgspec import Struct

from fastapi_endpoint.fragments import Fragment


class EnvelopeView(Struct, frozen=True, kw_only=True):
    """The host's own wrapper: its generic `model`, whose field `payload` holds the row.

    `maker` is called with the row, by the keyword `argument` ("": it has none), and with what is `said`
    beside it, by operation: before the row where `row_last` is True. `plain` is True where that gives a
    dictionary, `lists` where lists are wrapped as well.
    """

    model: Fragment
    maker: Fragment
    payload: str
    argument: str
    said: tuple[tuple[str, str], ...]
    row_last: bool
    plain: bool
    lists: bool

    def wraps(self, method: str) -> bool:
        """Is the answer of that operation wrapped?"""
        return self.lists if method == "list" else method != "delete"
