"""Ctrl-C in any phase of a rehearsal leaves a clean tree, no private folder, and no process."""

import os
import sys
import tempfile
import time

import pytest

from execute.hosts import added, host, options
from execute.plans import plan_of, plant, tree
from fastapi_endpoint.execute import rehearse
from fastapi_endpoint.execute.stage import both
from fastapi_endpoint.tools.process import run

BEFORE = host()
AFTER = added(BEFORE)


@pytest.mark.slow
@pytest.mark.parametrize("phase", range(4))
def test_an_interrupt_cleans_up(tmp_path, monkeypatch, phase):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    root = plant(tmp_path / "project", BEFORE)
    seen = []

    def interrupt(step):
        seen.append(step)
        if len(seen) == phase + 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(plan_of(BEFORE, AFTER), AFTER, root=root, options=options(), progress=interrupt)
    assert tree(root) == BEFORE
    assert list((tmp_path / "t").iterdir()) == []


def test_an_interrupt_ends_the_other_half(tmp_path):
    def long():
        argv = [sys.executable, "-c", "import time; time.sleep(600)"]
        return run(argv, cwd=tmp_path, env=os.environ, timeout=600)

    def interrupted():
        time.sleep(0.5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        both(long, interrupted)
