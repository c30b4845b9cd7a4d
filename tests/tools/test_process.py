"""Programs run with a limit, and end with everything they started."""

import os
import sys
import time
from pathlib import Path

import pytest

from fastapi_endpoint.tools.process import run


def python(code, tmp_path, timeout=30.0, stdin=""):
    return run([sys.executable, "-c", code], cwd=tmp_path, env=os.environ, timeout=timeout, stdin=stdin)


def test_streams_code_and_input(tmp_path):
    done = python("import sys; print(input()); sys.stderr.write('oh'); exit(3)", tmp_path, stdin="hello\n")
    assert (done.code, done.out, done.err, done.text) == (3, "hello\n", "oh", "hello\noh")


def test_no_end_is_no_code_and_children_end_too(tmp_path):
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    done = python(code, tmp_path, timeout=1.5)
    assert done.code is None
    child = int(done.out)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        if _is_zombie(child):
            return
        time.sleep(0.05)
    pytest.fail("the child lives on")


def _is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_bytes_that_are_no_text_are_survived(tmp_path):
    done = python("import sys; sys.stdout.buffer.write(b'a\\xff')", tmp_path)
    assert done.out == "a\ufffd"


def test_a_missing_program_is_said_to_be_missing(tmp_path):
    with pytest.raises(FileNotFoundError):
        run(["this-is-no-program"], cwd=tmp_path, env=os.environ, timeout=1)
