"""Where a handler of the project answers its own exception with 409, refused writes raise that one."""

import pytest

from fastapi_endpoint.domain.plan import CreateFile, Plan
from fastapi_endpoint.testing import SampleProject
from plan.shops import shop

_ERRORS = """\
    class ServiceError(Exception):
        def __init__(self, {parameters}):
            self.detail = detail


    class ConflictError(ServiceError): ...
"""
_HANDLERS = """\
    from fastapi import FastAPI, Request
    from fastapi.responses import JSONResponse

    from app.errors import ConflictError


    def register(app: FastAPI) -> None:
        @app.exception_handler(ConflictError)
        async def handle_conflict(_: Request, exc: ConflictError) -> JSONResponse:
            return JSONResponse(status_code={status}, content={{"detail": exc.detail}})
"""


def handling(*, status: int = 409, parameters: str = "detail: str") -> SampleProject:
    return shop(
        **{
            "app/errors.py": _ERRORS.format(parameters=parameters),
            "app/handlers.py": _HANDLERS.format(status=status),
        }
    )


def texts(project: SampleProject) -> dict[str, str]:
    plan = project.plan("Parcel", ["tracking:str40:unique"], auth="none", paginate="none")
    assert isinstance(plan, Plan), plan
    return {each.path: each.text for each in plan.operations if isinstance(each, CreateFile)}


def test_the_exception_of_the_project_is_raised_and_its_handler_answers() -> None:
    files = texts(handling())
    conflicts = next(text for path, text in files.items() if path.endswith("conflicts.py"))

    assert "from app.errors import ConflictError" in conflicts
    assert "class ConflictError" not in conflicts
    assert "except" not in files["app/routers/parcels.py"]
    assert "409" in files["app/routers/parcels.py"]


@pytest.mark.parametrize(
    "project",
    [
        shop(),
        handling(status=400),
        handling(parameters="detail: str, box: int"),
    ],
)
def test_any_other_exception_is_left_alone(project: SampleProject) -> None:
    files = texts(project)

    assert any("class ConflictError" in text for text in files.values())
    assert "except ConflictError as error:" in files["app/routers/parcels.py"]
