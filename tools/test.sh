#!/bin/sh
# Every check of this repository. Wants BIN (the environment's bin folder).
set -eu
"$BIN/ruff" format --check .
"$BIN/ruff" check .
"$BIN/mypy"
"$BIN/lint-imports"
exec "$BIN/python" -m pytest -n 2 --dist loadgroup
