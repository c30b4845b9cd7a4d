"""The journalled write: all or nothing, whatever happens at whatever instant."""

import os
import stat

import pytest

from execute.plans import plan_of, plant, tree
from fastapi_endpoint.domain.report import Blocked, Check, ExecutionReport, Rehearsal
from fastapi_endpoint.execute import apply, history, pending, recall, replay, undo
from fastapi_endpoint.execute.store import Store

OLD = {"app/main.py": b"one\r\ntwo\r\n", "app/models.py": b"\xef\xbb\xbfx = 1", "README": b"hello"}
NEW = {
    "app/main.py": b"one\r\nours\r\ntwo\r\n",
    "app/models.py": b"\xef\xbb\xbfx = 1\ny = 2",
    "app/parcels/router.py": b"router\n",
    "app/parcels/deep/crud.py": b"crud\n",
}
PLAN = plan_of(OLD, NEW)


@pytest.fixture
def root(tmp_path):
    return plant(tmp_path / "project", OLD)


def write(root, **more):
    return apply(PLAN, NEW, root=root, rehearsal=None, **more)


def test_apply_writes_every_file(root):
    report = write(root, command="add Parcel")
    assert isinstance(report, ExecutionReport)
    assert tree(root) == OLD | NEW
    assert [file.path for file in report.files] == list(NEW)
    assert recall(root) == (PLAN, report)
    assert [(entry.state, entry.command) for entry in history(root)] == [("applied", "add Parcel")]


def test_applying_twice_is_spent(root):
    write(root)
    assert write(root).kind == "spent"


def test_undo_restores_every_byte_and_folder(root):
    write(root)
    undone = undo(root)
    assert not isinstance(undone, Blocked)
    assert tree(root) == OLD
    assert not (root / "app/parcels").exists()
    assert history(root)[0].state == "undone"
    assert undo(root).kind == "unknown"
    assert isinstance(write(root), ExecutionReport)


def test_modes_are_kept_and_the_store_is_private(root, own_state):
    (root / "app/main.py").chmod(0o755)
    write(root)
    assert stat.S_IMODE((root / "app/main.py").stat().st_mode) == 0o755
    kept = [path for path in own_state.rglob("*") if path.is_file() and path.name != "lock"]
    assert kept
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert {stat.S_IMODE(path.parent.stat().st_mode) for path in kept} == {0o700}


def test_a_changed_file_blocks_and_nothing_is_written(root):
    (root / "app/models.py").write_bytes(b"edited")
    blocked = write(root)
    assert blocked.kind == "stale"
    assert blocked.reasons == ("app/models.py: has changed since the plan was made",)
    assert tree(root) == OLD | {"app/models.py": b"edited"}


def test_a_file_in_the_way_blocks(root):
    plant(root, {"app/parcels/router.py": b"mine"})
    assert "app/parcels/router.py: exists already" in write(root).reasons


def test_unrelated_edits_do_not_block(root):
    (root / "README").write_bytes(b"edited")
    assert isinstance(write(root), ExecutionReport)


def test_a_link_that_leaves_the_root_is_refused(root, tmp_path):
    outside = tmp_path / "outside.py"
    outside.write_bytes(OLD["app/models.py"])
    (root / "app/models.py").unlink()
    (root / "app/models.py").symlink_to(outside)
    blocked = write(root)
    assert blocked.kind == "tools"
    assert "outside of the project" in blocked.reasons[0]
    assert outside.read_bytes() == OLD["app/models.py"]


def test_a_link_inside_the_root_is_written_through(root):
    (root / "app/models.py").rename(root / "app/real.py")
    (root / "app/models.py").symlink_to("real.py")
    write(root)
    assert (root / "app/models.py").is_symlink()
    assert (root / "app/real.py").read_bytes() == NEW["app/models.py"]
    undo(root)
    assert (root / "app/real.py").read_bytes() == OLD["app/models.py"]


@pytest.mark.parametrize("path", ["../evil.py", "/evil.py", "app/../../evil.py"])
def test_a_path_out_of_the_root_is_refused(root, path):
    plan = plan_of({}, {path: b"x"})
    blocked = apply(plan, {path: b"x"}, root=root, rehearsal=None)
    assert blocked.kind == "tools"
    assert tree(root) == OLD


def test_bytes_that_are_not_the_plans_are_refused(root):
    altered = NEW | {"app/parcels/router.py": b"other"}
    assert apply(PLAN, altered, root=root, rehearsal=None).kind == "altered"
    assert tree(root) == OLD


def test_a_red_rehearsal_blocks(root):
    red = Rehearsal(plan=PLAN.hash, interpreter=None, checks=(Check(name="import", outcome="red", why="no"),))
    assert apply(PLAN, NEW, root=root, rehearsal=red).kind == "red"
    other = Rehearsal(plan="other", interpreter=None, checks=())
    assert apply(PLAN, NEW, root=root, rehearsal=other).kind == "altered"


def steps(action) -> list[str]:
    seen: list[str] = []
    action(seen.append)
    return seen


def crash_at(number, action) -> bool:
    """Run in a child process that dies, without any clean-up, at the step of that number. Did it die?"""
    child = os.fork()
    if child == 0:
        count = 0

        def fault(_):
            nonlocal count
            if count == number:
                os._exit(9)
            count += 1

        action(fault)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


APPLY_STEPS = 2 + 2 * len(NEW) + 1


@pytest.mark.parametrize("number", range(APPLY_STEPS))
def test_a_crash_of_apply_leaves_the_old_tree_or_the_new_one(root, number):
    assert crash_at(number, lambda fault: write(root, fault=fault))
    if pending(root) is None:
        assert tree(root) in (OLD, OLD | NEW)
        assert replay(root) == ()
    else:
        assert history(root)[0].state == "pending"
        assert not isinstance(replay(root), Blocked)
        assert tree(root) == OLD | NEW
        assert pending(root) is None
    if tree(root) == OLD:
        assert isinstance(write(root), ExecutionReport)
    assert not isinstance(undo(root), Blocked)
    assert tree(root) == OLD
    assert not (root / "app/parcels").exists()


def test_the_steps_are_all_crashed_at(root):
    assert len(steps(lambda fault: write(root, fault=fault))) == APPLY_STEPS


@pytest.mark.parametrize("number", range(2 + 2 * 2 + 2 + 1))
def test_a_crash_of_undo_leaves_one_tree_or_the_other(root, number):
    write(root)
    assert crash_at(number, lambda fault: undo(root, fault=fault))
    again = replay(root)
    assert not isinstance(again, Blocked)
    if tree(root) != OLD:
        assert tree(root) == OLD | NEW
        undo(root)
    assert tree(root) == OLD
    assert not (root / "app/parcels").exists()
    assert history(root)[0].state == "undone"


def crash_after_first_replace(root):
    names = steps_of_dry_run(root)
    first = next(i for i, name in enumerate(names) if name.startswith("replaced"))
    assert crash_at(first, lambda fault: write(root, fault=fault))


def steps_of_dry_run(root):
    names = steps(lambda fault: write(root, fault=fault))
    undo(root)
    return names


def test_an_edit_after_a_crash_is_merged(root):
    crash_after_first_replace(root)
    (root / "app/main.py").write_bytes(NEW["app/main.py"] + b"mine\r\n")
    assert not isinstance(replay(root), Blocked)
    assert tree(root) == OLD | NEW | {"app/main.py": NEW["app/main.py"] + b"mine\r\n"}


def test_an_edit_that_cannot_be_merged_after_a_crash_takes_the_rest_back(root):
    crash_after_first_replace(root)
    (root / "app/models.py").write_bytes(b"\xef\xbb\xbfx = 99")
    blocked = replay(root)
    assert blocked.kind == "journal"
    assert blocked.reasons[0].startswith("app/models.py:1:")
    assert tree(root) == OLD | {"app/models.py": b"\xef\xbb\xbfx = 99"}
    assert pending(root) is None
    assert history(root)[-1].state == "abandoned"


def test_a_write_that_fails_is_taken_back(root, monkeypatch):
    real = os.fchmod
    calls = []

    def full(descriptor, mode):
        calls.append(mode)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(descriptor, mode)

    monkeypatch.setattr(os, "fchmod", full)
    blocked = write(root)
    assert blocked.kind == "tools"
    assert "No space left" in blocked.reasons[0]
    assert tree(root) == OLD
    assert not (root / "app/parcels").exists()
    assert pending(root) is None


def test_two_projects_do_not_share_a_store(root, tmp_path):
    write(root)
    other = plant(tmp_path / "other", OLD)
    assert history(other) == ()
    assert Store(other).folder != Store(root).folder
