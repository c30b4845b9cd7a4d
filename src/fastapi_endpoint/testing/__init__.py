"""The public test kit: projects in memory, and what a plan must and must not do to them.

>>> shop = project({"app/main.py": "from fastapi import FastAPI\\n\\napp = FastAPI()\\n"})
>>> shop.tree.paths()
('app/main.py',)
"""

from fastapi_endpoint.testing.assertions import (
    assert_plan_creates,
    assert_plan_edits,
    assert_unchanged,
)
from fastapi_endpoint.testing.projects import SampleProject, project

__all__ = [
    "SampleProject",
    "assert_plan_creates",
    "assert_plan_edits",
    "assert_unchanged",
    "project",
]
