"""A question before it meets a project: what is asked, when, and what we offer. Data only."""

from msgspec import Struct

from fastapi_endpoint.domain.question import Choice, Kind


class Condition(Struct, frozen=True, kw_only=True):
    """Holds when the values of `id` (an answer, or a name derived from answers) are as said.

    `any_of`: at least one of them is here. `none_of`: there are some, and none of them is here.
    With neither: `absent` says whether there must be no value at all, or some.
    """

    id: str
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    absent: bool = False


class Template(Struct, frozen=True, kw_only=True):
    """One question of a round.

    `default` is ours, where neither the answer nor the host says; a `quiet` default is not asked, only
    shown in the summary. `unsupported` says why no answer can be taken yet. `several` allows many values.
    """

    id: str
    round: int
    kind: Kind
    prompt: str
    flag: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    default: str | tuple[str, ...] | None = None
    quiet: bool = False
    several: bool = False
    when: tuple[Condition, ...] = ()
    unsupported: str = ""
