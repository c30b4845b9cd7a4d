"""Round 2: the data model, as lines of the field language, and what its rows are taken through."""

from fastapi_endpoint.interview.template import Condition, Template

TITLE = "Fields"

QUESTIONS = (
    Template(
        id="fields",
        round=2,
        kind="fields",
        prompt="Which fields does it have? One a line: name, type, then words, separated by colons.",
        flag="FIELD ...",
        help=(
            "Simple, up to five plain fields: title:str200, price:decimal12.2:min=0, sent_on:date:optional\n"
            "Medium, with choices and links: status:enum/draft/live=draft:filter, author:ref/users:owner\n"
            "Complex, with values inside values: meta:json:optional, tags:list/str40, shipping:Address\n"
            "id, created_at and updated_at are there already. A field is required unless it is optional."
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
            "Each leads from states of an enum to another, such as cancel:from=pending/paid:to=cancelled.\n"
            "Several have commas between them."
        ),
        several=True,
        when=(Condition(id="acting"),),
    ),
)
