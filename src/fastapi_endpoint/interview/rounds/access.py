"""Round 3: who may call, and whose rows they see."""

from fastapi_endpoint.domain.question import Choice
from fastapi_endpoint.interview.template import Condition, Template

TITLE = "Access"

SIGNED_IN = Condition(id="auth", none_of=("none",))
OWNED = Condition(id="owner", none_of=("none",))

QUESTIONS = (
    Template(
        id="auth",
        round=3,
        kind="choice",
        prompt="Who may call it?",
        flag="--auth",
        choices=(
            Choice("existing", "Signed-in users"),
            Choice("jwt", "Signed-in users, with a new sign-in", "users, passwords, JWT: made first"),
            Choice("api-key", "Holders of an API key", "keys made first, if there are none"),
            Choice("none", "Everybody", "no sign-in: the endpoint is public"),
        ),
    ),
    Template(
        id="owner",
        round=3,
        kind="choice",
        prompt="Do rows belong to one user, who alone sees and changes them?",
        flag="--owner",
        help=(
            "The field that refers to the user; parent where rows belong to whom their parent belongs; "
            "none where every signed-in user sees every row."
        ),
        choices=(Choice("none", "No", "every caller sees every row"),),
        default="none",
        quiet=True,
        when=(SIGNED_IN,),
    ),
    Template(
        id="role",
        round=3,
        kind="text",
        prompt="Which operations need a role?",
        flag="--role",
        help="operation=role, such as create=admin or delete=admin/editor; none where every user may.",
        default=("none",),
        quiet=True,
        several=True,
        when=(SIGNED_IN,),
    ),
    Template(
        id="others",
        round=3,
        kind="choice",
        prompt="What is the answer to a request for somebody else's row?",
        flag="--others",
        choices=(
            Choice("404", "404", "as if it were not there"),
            Choice("403", "403", "it is there, and not for you"),
        ),
        default="404",
        quiet=True,
        when=(SIGNED_IN, OWNED),
    ),
    Template(
        id="admins",
        round=3,
        kind="choice",
        prompt="Which rows do superusers reach?",
        flag="--admins",
        choices=(
            Choice("own", "Their own", "as everybody else"),
            Choice("all", "Everybody's", "the owner of a row is no bar to them"),
        ),
        default="own",
        quiet=True,
        when=(SIGNED_IN, OWNED, Condition(id="superusers")),
    ),
    Template(
        id="unique",
        round=3,
        kind="choice",
        prompt="Within what are unique fields unique?",
        flag="--unique",
        choices=(
            Choice("owner", "The rows of one owner or parent", "two of them may use the same value"),
            Choice("global", "All rows", "a conflict gives others' values away"),
        ),
        default="owner",
        when=(Condition(id="scoped"), Condition(id="fields.unique")),
    ),
)
