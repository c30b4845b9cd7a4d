"""Whether superusers reach what belongs to others, as the code of a project says."""

from explore.projects import BY_TYPE
from fastapi_endpoint.domain.conventions import Fact
from fastapi_endpoint.explore import explore
from fastapi_endpoint.source.tree import SourceTree

_USER = """
from sqlalchemy.orm import Mapped, mapped_column
from app.db.base import Base

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    hashed_password: Mapped[str]
    is_superuser: Mapped[bool] = mapped_column(default=False)
"""
_EXCEPTION = """
def {name}(session, item_id, current_user):
    item = session.get(Item, item_id)
    if not current_user.is_superuser and item.owner_id != current_user.id:
        raise HTTPException(status_code=403)
    return item
"""
_BY_QUERY = """
class Items:
    @staticmethod
    def listed(user):
        statement = select(Item)
        if not user.is_superuser:
            statement = statement.where(Item.owner_id == user.id)
        return statement
"""
_OF_USERS = """
def get_user(user_id, current_user):
    if user_id != current_user.id and not current_user.is_superuser:
        raise HTTPException(status_code=403)


def get_own(session, current_user):
    return select(Item).where(Item.owner_id == current_user.id)
"""


def found(**modules: str) -> Fact[bool]:
    files = {**BY_TYPE, "app/models/user.py": _USER}
    files |= {f"app/{name}.py": text for name, text in modules.items()}
    return explore(SourceTree.of_files(files)).conventions.auth.superusers_reach


def test_each_function_that_makes_the_exception_is_a_witness() -> None:
    fact = found(one=_EXCEPTION.format(name="read"), two=_EXCEPTION.format(name="drop") + _BY_QUERY)

    assert fact.value is True
    assert [(each.file, each.note) for each in fact.witnesses] == [
        ("app/one.py", "read"),
        ("app/two.py", "drop"),
        ("app/two.py", "listed"),
    ]


def test_a_flag_and_an_owner_in_different_functions_are_no_exception() -> None:
    fact = found(users=_OF_USERS)

    assert fact.value is False
    assert fact.origin == "default"


def test_tests_and_scripts_are_no_witnesses() -> None:
    files = {**BY_TYPE, "app/models/user.py": _USER}
    files |= {"tests/test_items.py": _EXCEPTION.format(name="test_it"), "scripts/fix.py": _BY_QUERY}

    assert explore(SourceTree.of_files(files)).conventions.auth.superusers_reach.value is False
