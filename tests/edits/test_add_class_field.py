"""One more field in a class, after those that are there."""

import pytest

from fastapi_endpoint.edits import AlreadyDone, CannotApply, Edited, add_class_field

DECLARATION = 'SECRET_KEY: str = Field(min_length=32, alias="key")'
SETTINGS = """from x import y


class Settings(y):
    '''All of them.'''

    model_config = y()
    NAME: str = 'a'  # shown
    URL: str = y(
        1,
    )

    @property
    def other(self): ...


settings = Settings()
"""


def test_it_stands_after_the_last_field() -> None:
    outcome = add_class_field(SETTINGS.encode(), "Settings", DECLARATION)

    assert isinstance(outcome, Edited)
    added = "    SECRET_KEY: str = Field(min_length=32, alias='key')\n"
    assert outcome.data.decode() == SETTINGS.replace("        1,\n    )\n", "        1,\n    )\n" + added)
    assert isinstance(add_class_field(outcome.data, "Settings", DECLARATION), AlreadyDone)


def test_other_newlines_and_tabs_stay() -> None:
    data = SETTINGS.replace("    ", "\t").replace("\n", "\r\n").encode()
    outcome = add_class_field(data, "Settings", DECLARATION)

    assert isinstance(outcome, Edited)
    assert b"\t)\r\n\tSECRET_KEY: str = Field(min_length=32, alias='key')\r\n" in outcome.data


@pytest.mark.parametrize(
    "source",
    ["", "class Other:\n    a: int\n", "class Settings:\n    pass\n", "class Settings:\n    a = 1\n"],
)
def test_where_there_is_no_such_place_it_is_done_by_hand(source: str) -> None:
    outcome = add_class_field(source.encode(), "Settings", DECLARATION)

    assert isinstance(outcome, CannotApply)
    assert outcome.by_hand == DECLARATION
