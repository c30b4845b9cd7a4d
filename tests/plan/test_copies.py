"""Two copies of a project in one tree: what lies outside of the application is no reason to fail."""

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import project
from kits.sqlmodel_hosts import EVERYTHING_IN_ONE


def test_models_outside_of_the_import_root_are_imported_from_the_top() -> None:
    inner = {f"backend/{path}": text for path, text in EVERYTHING_IN_ONE.items()}
    table = "from sqlmodel import SQLModel\n\n\nclass {}(SQLModel, table=True):\n    id: int\n"
    copies = {
        "app/models/__init__.py": "from app.models.item import Item\nfrom app.models.user import User\n",
        "app/models/item.py": table.format("Item"),
        "app/models/user.py": table.format("User"),
    }
    plan = project(inner | copies).plan("Parcel", ("code:str20:unique",), auth="existing", paginate="cursor")
    assert isinstance(plan, Plan), plan
    assert any(path.startswith("backend/") for path in plan.tests)
