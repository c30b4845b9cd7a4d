"""All questions, in the order in which they are asked. A new one is a row in the file of its round."""

from fastapi_endpoint.interview.rounds import access, fields, listing, resource
from fastapi_endpoint.interview.template import Template

TITLES: tuple[str, ...] = (resource.TITLE, fields.TITLE, access.TITLE, listing.TITLE)
TEMPLATES: tuple[Template, ...] = (
    *resource.QUESTIONS,
    *fields.QUESTIONS,
    *access.QUESTIONS,
    *listing.QUESTIONS,
)
BY_ID: dict[str, Template] = {template.id: template for template in TEMPLATES}
