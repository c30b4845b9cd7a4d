"""Write the published JSON schemas anew, after a value that `--json` prints has changed."""

import json
from pathlib import Path

from fastapi_endpoint.faces.cli.schemas import explore_schema
from fastapi_endpoint.plan.planfile import schema as plan_schema

FOLDER = Path(__file__).parents[1] / "docs" / "schemas"

for name, schema in (("explore", explore_schema()), ("plan", plan_schema())):
    (FOLDER / f"{name}.json").write_text(json.dumps(schema, indent=2) + "\n", encoding="utf-8")
