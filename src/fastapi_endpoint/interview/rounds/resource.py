"""Round 1: what the endpoint manages, and what can be done with it."""

from fastapi_endpoint.domain.question import Choice
from fastapi_endpoint.interview.template import Condition, Template

TITLE = "Resource"
QUESTIONS = (
    Template(
        id="kind",
        round=1,
        kind="choice",
        prompt="What kind of resource is it?",
        flag="",
        choices=(
            Choice("new", "A new resource", "its table and migration are made, too"),
            Choice("existing", "A model that is already there", "it gets its endpoints"),
            Choice("nested", "One that hangs on another", "such as the orders of a user"),
        ),
        default="new",
        when=(Condition(id="resource", absent=True), Condition(id="model", absent=True)),
    ),
    Template(
        id="model",
        round=1,
        kind="text",
        prompt="Which existing model gets the endpoints?",
        flag="--model",
        help="A class, such as Product or app.models:Product; its columns are the fields.",
        when=(Condition(id="existing"),),
    ),
    Template(
        id="resource",
        round=1,
        kind="text",
        prompt="What is one of them called?",
        flag="RESOURCE",
        help="The singular, such as Parcel or OrderItem; all other names follow from it.",
    ),
    Template(
        id="methods",
        round=1,
        kind="many",
        prompt="Which operations does it need?",
        flag="--methods",
        choices=(
            Choice("list", "List", "GET on the collection, in pages"),
            Choice("create", "Create", "POST, 201 with Location"),
            Choice("get", "Read one", "GET by id"),
            Choice("update", "Change some fields", "PATCH (or PUT, as the project does it)"),
            Choice("replace", "Replace the whole row", "PUT"),
            Choice("delete", "Delete", "DELETE, 204"),
            Choice("full", "All of CRUD", "short for list, create, get, update, delete"),
            Choice("read-only", "Reading only", "short for list, get"),
            Choice("action", "An action of its own", "such as POST /orders/{id}/cancel"),
        ),
        default=("list", "create", "get", "update", "delete"),
        several=True,
    ),
    Template(
        id="parent",
        round=1,
        kind="text",
        prompt="On which table does it hang?",
        flag="--parent",
        help="A table or class, such as users: rows are then at /users/{user_id}/...",
        when=(Condition(id="nested"),),
    ),
)
