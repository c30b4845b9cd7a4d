#!/bin/sh
# A tour: a new project, one endpoint, its tests. Wants BIN (the environment's bin folder) and DEMO (where to).
set -eu
step() { printf '\n\033[1m== %s\033[0m\n' "$1"; }
[ -t 1 ] || step() { printf '\n== %s\n' "$1"; }

if [ -e "$DEMO" ]; then
    echo "The folder $DEMO exists; remove it (rm -r $DEMO) or choose another: make demo DEMO=folder" >&2
    exit 1
fi

step "A small production-ready project (SQLite)"
"$BIN/fastapi-endpoint" new "$DEMO"
cd "$DEMO"

step "What the tool sees in it"
"$BIN/fastapi-endpoint" explore

step "One more endpoint: explore, plan, rehearse, write"
"$BIN/fastapi-endpoint" add Parcel \
    tracking:str40:unique carrier:enum/dhl/ups/fedex:filter weight:decimal8.3:gt=0 \
    note:text:optional shipped_at:datetime:optional:sort owner:ref/users:owner \
    --auth existing --others 404 --paginate cursor --python "$BIN/python" --yes

step "Its tests, in the project"
"$BIN/python" -m pytest -q

step "To serve it"
echo "cd $DEMO"
echo "$BIN/alembic upgrade head"
echo "$BIN/fastapi dev"
