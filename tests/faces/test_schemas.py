"""What `--json` prints is as documented."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from fastapi_endpoint.faces.cli.schemas import explore_schema
from fastapi_endpoint.plan.planfile import schema as plan_schema

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"


@pytest.mark.parametrize(("name", "schema"), [("explore", explore_schema), ("plan", plan_schema)])
def test_the_published_schemas_are_those_of_the_code(name: str, schema: Callable[[], object]) -> None:
    """If not, a value has changed: raise its format where a key went away or means something else."""
    published = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), "run .venv/bin/python tools/schemas.py"


def test_explore_prints_what_its_schema_says(cli: Callable[..., "tuple[int, str, str]"]) -> None:
    answer = json.loads(cli("explore", "--json")[1])
    assert list(Draft202012Validator(explore_schema()).iter_errors(answer)) == []
