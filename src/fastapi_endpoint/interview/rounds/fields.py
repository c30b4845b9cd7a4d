"""Round 2: the data model, as lines of the field language."""

from fastapi_endpoint.interview.template import Template

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
)
