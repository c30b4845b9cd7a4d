"""Round 2: the data model, as lines of the field language, and what its rows are taken through."""

from fastapi_endpoint.interview.template import Condition, Template

TITLE = "Fields"

QUESTIONS = (
    Template(
        id="fields",
        round=2,
        kind="fields",
        prompt="Which fields does it have?",
        flag="FIELD ...",
        help=(
            "One a line: name, type, then words, with colons between. An empty line ends.\n"
            "Simple:  title:str200  price:decimal12.2:min=0  sent_on:date:optional\n"
            "Medium:  status:enum/draft/live=draft:filter  author:ref/users:owner\n"
            "Complex: meta:json:optional  tags:list/str40  to:Place  Place.city:str80\n"
            "Required unless optional. There already: id, created_at, updated_at."
        ),
        several=True,
    ),
    Template(
        id="action",
        round=2,
        kind="text",
        prompt="Which actions does it have?",
        flag="--action",
        help=(
            "Each takes a row from some states of an enum to another, with commas between:\n"
            "cancel:from=pending/paid:to=cancelled, ship:from=paid:to=sent"
        ),
        several=True,
        when=(Condition(id="acting"),),
    ),
)
