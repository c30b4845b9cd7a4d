"""Users of a kit: the table, with a role where the endpoint asks for one."""

from fastapi_endpoint.domain.plan import Refusal
from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.domain.spec import Access, EndpointSpec, Fields
from fastapi_endpoint.fieldtypes.grammar import parse
from fastapi_endpoint.render.describe import describe_table
from fastapi_endpoint.render.files import model_module, placed_files
from fastapi_endpoint.render.kits.kit import Kit
from fastapi_endpoint.render.make_view import make_view
from fastapi_endpoint.render.view import ResourceView

_HOLDERS = ("name:str100:unique", "is_active:bool=true:readonly")


def user_view(spec: EndpointSpec, project: ProjectMap, lines: tuple[str, ...]) -> ResourceView | Refusal:
    """The view of the users' table, whose fields are these and a role where the endpoint asks for one."""
    roles = tuple(dict.fromkeys(role for _, names in spec.access.roles for role in names))
    labels = "/".join(dict.fromkeys(("user", *roles)))
    fields = parse((*lines, *((f"role:enum/{labels}=user:readonly",) if roles else ())))
    assert isinstance(fields, Fields)  # noqa: S101 - for the type checker; roles are checked when answered
    asked = EndpointSpec(
        resource="User",
        plural="users",
        methods=("create", "get"),
        fields=fields,
        access=Access(),
        listing=spec.listing,
    )
    return make_view(asked, project)


def has_role(view: ResourceView) -> bool:
    """Do the users of this kit have a role?"""
    return any(field.name == "role" for field in view.fields)


def people_kit(spec: EndpointSpec, project: ProjectMap) -> Kit | Refusal:
    """A small table of users, who hold keys and do not sign in."""
    view = user_view(spec, project, _HOLDERS)
    if isinstance(view, Refusal):
        return view
    return Kit(
        name="users",
        view=view,
        files=placed_files(view, [("model", view.places.model, model_module(view))]),
        table=describe_table(view),
        routes=(),
        routed=False,
        packages=(),
        test_names=(),
    )
