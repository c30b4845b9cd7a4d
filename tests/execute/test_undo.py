"""Undo where the user has edited since: merged when clear, refused when not, no byte lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from execute.plans import plan_of, plant, tree
from fastapi_endpoint.domain.report import Blocked
from fastapi_endpoint.execute import apply, history, undo
from fastapi_endpoint.execute.merge import Conflict, merge

OLD = {"main.py": b"a\nb\nc\nd\n"}
NEW = {"main.py": b"a\nb\nours\nc\nd\n", "parcel.py": b"parcel\n"}


@pytest.fixture
def root(tmp_path):
    root = plant(tmp_path / "project", OLD)
    apply(plan_of(OLD, NEW), NEW, root=root, rehearsal=None)
    return root


def test_an_edit_elsewhere_is_kept(root):
    (root / "main.py").write_bytes(b"a\nb\nours\nc\nd\nmine\n")
    undo(root)
    assert tree(root) == {"main.py": b"a\nb\nc\nd\nmine\n"}


def test_a_line_added_right_after_ours_is_kept(root):
    (root / "main.py").write_bytes(b"a\nb\nours\nmine\nc\nd\n")
    undo(root)
    assert tree(root) == {"main.py": b"a\nb\nmine\nc\nd\n"}


def test_an_edit_of_our_line_is_refused_by_file_and_line(root):
    edited = b"a\nb\nours, edited\nc\nd\n"
    (root / "main.py").write_bytes(edited)
    blocked = undo(root)
    assert blocked.kind == "edited"
    assert blocked.reasons == ("main.py:3: was edited where the plan had written",)
    assert tree(root) == {"main.py": edited, "parcel.py": b"parcel\n"}


def test_an_edited_created_file_is_refused(root):
    (root / "parcel.py").write_bytes(b"parcel\nmine\n")
    blocked = undo(root)
    assert blocked.reasons == ("parcel.py:2: was edited after it was created",)
    assert (root / "main.py").read_bytes() == NEW["main.py"]


def test_a_created_file_that_is_gone_is_no_obstacle(root):
    (root / "parcel.py").unlink()
    assert not isinstance(undo(root), Blocked)
    assert tree(root) == OLD


def test_a_later_plan_on_the_same_line_is_named(root):
    current = tree(root)
    newer = {"main.py": b"a\nb\nours and more\nc\nd\n"}
    report = apply(plan_of(current, newer), newer, root=root, rehearsal=None)
    first, second = (entry.id for entry in history(root))
    assert second == report.id
    blocked = undo(root, first)
    assert blocked.hint == f"Undo {second} first."
    undo(root, second)
    undo(root, first)
    assert tree(root) == OLD


def test_plans_are_undone_in_any_order_where_they_are_apart(root):
    current = tree(root)
    newer = {"main.py": current["main.py"] + b"second\n"}
    apply(plan_of(current, newer), newer, root=root, rehearsal=None)
    undo(root, history(root)[0].id)
    assert tree(root) == {"main.py": b"a\nb\nc\nd\nsecond\n"}
    undo(root)
    assert tree(root) == OLD


def test_an_unknown_id_is_said_to_be_unknown(root):
    assert undo(root, "9999").kind == "unknown"


def test_an_id_that_was_undone_is_spent(root):
    first = history(root)[0].id
    undo(root)
    assert undo(root, first).kind == "spent"


def test_user_bytecode_only_folders_go_but_user_files_stay(tmp_path):
    root = plant(tmp_path / "p", {"x": b""})
    new = {"pkg/a/b.py": b"b"}
    apply(plan_of({}, new), new, root=root, rehearsal=None)
    plant(root, {"pkg/a/__pycache__/b.cpython-311.pyc": b"", "pkg/mine.txt": b"mine"})
    undo(root)
    assert tree(root) == {"x": b"", "pkg/mine.txt": b"mine"}


LINES = st.lists(st.integers(0, 5), max_size=12).map(lambda ns: [f"{n}\n".encode() for n in ns])


UNIQUE = st.lists(st.integers(0, 999), max_size=12, unique=True).map(
    lambda ns: [f"{n}\n".encode() for n in ns]
)


@given(lines=UNIQUE, cut=st.integers(0, 12), ours=st.integers(1, 4), head=LINES, tail=LINES)
def test_edits_apart_from_ours_always_merge(lines, cut, ours, head, tail):
    """Undo takes `ours` out of a file of distinct lines; the user wrote at its head and its tail."""
    fence = [b"<<fence>>\n"]
    before, after = [*lines[:cut], *fence], [b"<<end>>\n", *lines[cut:]]
    block = [f"ours {n}\n".encode() for n in range(ours)]
    mine, mine_too = [b"mine " + line for line in head], [b"mine " + line for line in tail]
    merged = merge(
        b"".join([*before, *block, *after]),
        b"".join([*before, *after]),
        b"".join([*mine, *before, *block, *after, *mine_too]),
    )
    assert merged == b"".join([*mine, *before, *after, *mine_too])


@given(base=LINES, ours=LINES, theirs=LINES)
def test_merge_is_symmetric_and_never_loses_a_line(base, ours, theirs):
    b, o, t = b"".join(base), b"".join(ours), b"".join(theirs)
    merged = merge(b, o, t)
    assert isinstance(merged, Conflict) == isinstance(merge(b, t, o), Conflict)
    if isinstance(merged, Conflict):
        assert 1 <= merged.line <= len(theirs) + 1
        return
    out = merged.splitlines(keepends=True)
    for line in set(theirs) - set(base):
        assert out.count(line) >= min(theirs.count(line), 1)


@given(base=LINES, theirs=LINES)
def test_merging_no_change_is_theirs(base, theirs):
    b, t = b"".join(base), b"".join(theirs)
    assert merge(b, b, t) == t
    assert merge(b, t, b) == t
    assert merge(b, t, t) == t
