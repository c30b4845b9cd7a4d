"""A package that hands on tables and schemas of modules that hold both."""

from textwrap import dedent

from fastapi_endpoint.domain.plan import Plan
from fastapi_endpoint.testing import project
from kits.sqlmodel_hosts import EVERYTHING_IN_ONE

USER = """
    from uuid import UUID, uuid4

    from sqlmodel import Field, SQLModel


    class User(SQLModel, table=True):
        id: UUID = Field(default_factory=uuid4, primary_key=True)
        name: str = Field(max_length=40, unique=True)


    class UserCreate(SQLModel):
        name: str
"""
ITEM = dedent(EVERYTHING_IN_ONE["app/models.py"]).replace(
    dedent(EVERYTHING_IN_ONE["app/models.py"]).split("\n\n\n")[1] + "\n\n\n", ""
)
HOST = {path: text for path, text in EVERYTHING_IN_ONE.items() if path != "app/models.py"} | {
    "app/models/__init__.py": """
        from .items import Item, ItemCreate, ItemPublic, ItemsPublic
        from .users import User, UserCreate
    """,
    "app/models/items.py": ITEM,
    "app/models/users.py": USER,
}


def test_schemas_are_handed_on_beside_their_table() -> None:
    host = project(HOST)
    assert host.explored.conventions.layout.model.value == "app/models/{plural}.py"
    plan = host.plan("Parcel", ("code:str20:unique",), auth="existing", paginate="cursor")
    assert isinstance(plan, Plan), plan
    after = host.after(plan).tree.text("app/models/__init__.py")
    line = next(line for line in after.splitlines() if ".parcels" in line)
    assert after.count(".parcels") == 1
    for name in ("Parcel", "ParcelCreate", "ParcelPublic"):
        assert name in line or f"    {name}," in after
