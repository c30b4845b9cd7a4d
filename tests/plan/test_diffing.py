"""Hunks lead from one text to another, and only there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fastapi_endpoint.domain.plan import CreateFile
from fastapi_endpoint.edits.base import splice
from fastapi_endpoint.errors import InternalError
from fastapi_endpoint.plan.diffing import after_images, edit_operation, hunk_patch, hunks_between, patch

TEXTS = st.lists(st.sampled_from(["a\n", "b\r\n", "é\n", "\n", "x = 'ü'\n", "tail"]), max_size=12).map(
    "".join
)


@given(TEXTS, TEXTS)
def test_hunks_turn_the_old_text_into_the_new(before, after):
    assert splice(before.encode(), hunks_between(before, after)) == after.encode()


@given(TEXTS)
def test_equal_texts_have_no_hunks(text):
    assert hunks_between(text, text) == ()


def test_a_hunk_counts_bytes_not_characters():
    (hunk,) = hunks_between("é\nb\n", "é\nc\n")
    assert (hunk.start, hunk.removed, hunk.inserted) == (3, "b\n", "c\n")


def test_a_hunk_that_does_not_fit_is_refused():
    (hunk,) = hunks_between("a\n", "b\n")
    with pytest.raises(InternalError):
        splice(b"z\n", [hunk])


def test_images_of_created_and_edited_files():
    create = CreateFile(path="new.py", text="x = 1\n", reason="new")
    edit = edit_operation("old.py", b"a = 1\n", b"a = 1\nb = 2\n", "more")
    assert after_images((create, edit), {"old.py": b"a = 1\n"}) == {
        "new.py": b"x = 1\n",
        "old.py": b"a = 1\nb = 2\n",
    }


def test_a_patch_shows_new_and_edited_files_with_their_surroundings():
    create = CreateFile(path="new.py", text="x = 1\n", reason="new")
    edit = edit_operation("old.py", b"a = 1\n", b"a = 1\nb = 2\n", "more")
    text = patch((create, edit), {"old.py": b"a = 1\n"})
    assert "--- /dev/null\n+++ b/new.py\n" in text
    assert "--- a/old.py\n+++ b/old.py\n@@ -1 +1,2 @@\n a = 1\n+b = 2\n" in text


def test_a_patch_says_where_a_last_newline_is_missing():
    edit = edit_operation("old.py", b"a = 1", b"a = 2", "other")
    assert "\\ No newline at end of file" in patch((edit,), {"old.py": b"a = 1"})


def test_an_edit_can_be_shown_without_its_file():
    edit = edit_operation("old.py", b"a = 1\n", b"a = 2\n", "other")
    assert hunk_patch(edit) == "--- a/old.py\n+++ b/old.py\n@@ byte 0 @@\n-a = 1\n+a = 2\n"
