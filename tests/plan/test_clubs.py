"""An endpoint added by feature reads as its neighbours do."""

from fastapi_endpoint.domain.plan import CreateFile
from plan.clubs import planned


def text(path: str, **answers: str) -> str:
    plan = planned(**answers)
    return next(each.text for each in plan.operations if isinstance(each, CreateFile) and each.path == path)


def test_a_new_package_knows_that_its_project_is_first_party() -> None:
    assert "from sqlalchemy.orm import Session\n\nfrom club." in text("club/parcels/queries.py")
