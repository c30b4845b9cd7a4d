"""Round 4: how a list is cut, filtered and ordered, what is cached, and in what the answer is wrapped."""

from fastapi_endpoint.domain.question import Choice
from fastapi_endpoint.interview.template import Condition, Template

TITLE = "Lists and caching"
PAGE = "only where a project has them already"
CACHES = "only Cache-Control is supported yet"

LISTED = Condition(id="methods", any_of=("list",))
PAGED = Condition(id="paginate", none_of=("none",))
OWN_PAGES = Condition(id="paginate", none_of=("none", "host"))

QUESTIONS = (
    Template(
        id="paginate",
        round=4,
        kind="choice",
        prompt="How is a list cut into pages?",
        flag="--paginate",
        help="Filters, sorting and search come from these words in the lines of the fields.",
        choices=(
            Choice("host", "As this project does it"),
            Choice("cursor", "Cursor", "no row is missed or doubled while others write"),
            Choice("offset", "Offset and limit", "simple, good for admin pages"),
            Choice("page", "Page numbers", "", PAGE),
            Choice("none", "Not at all", "for small sets; still at most so many rows"),
        ),
        default="cursor",
        when=(LISTED,),
    ),
    Template(
        id="limit",
        round=4,
        kind="text",
        prompt="How many rows has a page, and how many at most?",
        flag="--limit",
        help="usual/most, such as 20/100",
        default="20/100",
        quiet=True,
        when=(LISTED,),
    ),
    Template(
        id="total",
        round=4,
        kind="yes-no",
        prompt="Does a list say how many rows there are in all?",
        flag="--total",
        help="It costs a second query on every call.",
        default="no",
        quiet=True,
        when=(LISTED, OWN_PAGES),
    ),
    Template(
        id="order",
        round=4,
        kind="text",
        prompt="In which order does a list come?",
        flag="--order",
        help="column/asc or column/desc; the id decides between equals",
        default="created_at/desc",
        quiet=True,
        when=(LISTED,),
    ),
    Template(
        id="cache",
        round=4,
        kind="choice",
        prompt="May answers be cached?",
        flag="--cache",
        choices=(
            Choice("none", "No", "fresh data on every request"),
            Choice("control=60", "By the client, with Cache-Control", "for 60 seconds; any number will do"),
            Choice("etag", "By the client, with an ETag", "", CACHES),
            Choice("memory=60", "By the server, in memory", "", CACHES),
            Choice("redis=60", "By the server, in Redis", "", CACHES),
        ),
        default="none",
        when=(Condition(id="methods", any_of=("list", "get")),),
    ),
    Template(
        id="envelope",
        round=4,
        kind="choice",
        prompt="Is one row the whole body, or is it wrapped?",
        flag="--envelope",
        choices=(
            Choice("direct", "The row is the body"),
            Choice("host", "In the wrapper of this project"),
        ),
        default="direct",
        quiet=True,
    ),
)
