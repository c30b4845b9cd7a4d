"""One more member of a class, after one that is there."""

import pytest

from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, add_class_member

DECLARATION = 'role: Mapped[str] = mapped_column(\n    String(20), default="user"\n)'
USERS = """from x import y


class User(y):
    __tablename__ = 'users'

    name: Mapped[str] = mapped_column(
        String(40),
    )  # shown
    posts: Mapped[list["Post"]] = relationship()


user = User()
"""


def test_it_stands_after_the_member_that_is_named() -> None:
    outcome = add_class_member(USERS.encode(), "User", DECLARATION, after="name")

    assert isinstance(outcome, Edited)
    added = '    role: Mapped[str] = mapped_column(\n        String(20), default="user"\n    )\n'
    expected = USERS.replace("    )  # shown\n", f"    )  # shown\n{added}")
    assert outcome.data.decode().replace("'user'", '"user"') == expected
    assert isinstance(add_class_member(outcome.data, "User", DECLARATION, after="name"), AlreadyDone)


def test_other_newlines_and_tabs_stay() -> None:
    data = USERS.replace("    ", "\t").replace("\n", "\r\n").encode()
    outcome = add_class_member(data, "User", 'role = Column(String(20), default="user")', after="posts")

    assert isinstance(outcome, Edited)
    assert b"relationship()\r\n\trole = Column(String(20), default=" in outcome.data


@pytest.mark.parametrize(
    "source",
    ["", "class Other:\n    name = 1\n", "class User:\n    pass\n", "class User:\n    a = 1\n"],
)
def test_where_there_is_no_such_place_it_is_done_by_hand(source: str) -> None:
    outcome = add_class_member(source.encode(), "User", DECLARATION, after="name")

    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == DECLARATION


def test_a_file_with_lone_carriage_returns_is_left_alone() -> None:
    outcome = add_class_member(b"class User:\r    name = 1\r", "User", DECLARATION, after="name")

    assert isinstance(outcome, CannotApply)
