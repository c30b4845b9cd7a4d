#!/bin/sh
# A tour: a new project, one endpoint, its tests. Wants BIN (the environment's bin folder) and DEMO (where to).
set -eu
if [ -t 1 ]; then
    step() { printf '\n\033[1m== %s\033[0m\n' "$1"; }
else
    step() { printf '\n== %s\n' "$1"; }
fi

if [ -e "$DEMO" ]; then
    echo "The folder $DEMO exists; remove it (rm -r $DEMO) or choose another: make demo DEMO=folder" >&2
    exit 1
fi
plan="$(mktemp -d)/parcel.json"
trap 'rm -rf "$(dirname "$plan")"' EXIT

step "1. A small production-ready project (SQLite)"
"$BIN/fastapi-endpoint" new "$DEMO"
cd "$DEMO"

step "2. What the tool sees in it"
"$BIN/fastapi-endpoint" explore

step "3. One more endpoint: the plan and its diff"
status=0
"$BIN/fastapi-endpoint" add Parcel \
    tracking:str40:unique carrier:enum/dhl/ups/fedex:filter weight:decimal8.3:gt=0 \
    note:text:optional shipped_at:datetime:optional:sort owner:ref/users:owner \
    --auth existing --others 404 --paginate cursor --accept \
    --dry-run --no-rehearse --plan "$plan" || status=$?
[ "$status" -eq 2 ] || exit "$status"   # 2: changes are planned

step "4. Rehearsed in a scratch copy, then written"
"$BIN/fastapi-endpoint" apply "$plan" --approve rehearsed --python "$BIN/python"

step "5. The generated tests, in the project"
"$BIN/python" -m pytest -q tests/test_parcels.py

step "6. To serve it"
echo "cd $DEMO"
echo "$BIN/alembic upgrade head"
echo "$BIN/fastapi dev"
