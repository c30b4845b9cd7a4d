"""JSON schemas of what `--json` prints."""

from typing import Any

import msgspec

from fastapi_endpoint.domain.project import ProjectMap
from fastapi_endpoint.faces.cli.console import JSON_FORMAT


def explore_schema() -> dict[str, Any]:
    """The schema of `explore --json`: the map by its own names, with the conventions under `facts`."""
    _, components = msgspec.json.schema_components([ProjectMap], ref_template="#/$defs/{name}")
    project = components["ProjectMap"]
    properties = {name: part for name, part in project["properties"].items() if name != "conventions"}
    properties["facts"] = project["properties"]["conventions"]
    properties["format"] = {"const": JSON_FORMAT}
    properties["status"] = {"const": "explored"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fastapi-endpoint explore --json",
        "description": project["description"],
        "type": "object",
        "properties": dict(sorted(properties.items())),
        "required": ["format", "status", "root", "name", "facts"],
        "$defs": {name: part for name, part in sorted(components.items()) if name != "ProjectMap"},
    }
