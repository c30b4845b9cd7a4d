"""A spec and a project, turned into a plan."""

from fastapi_endpoint.plan.kits import joined, next_part, on_kits
from fastapi_endpoint.plan.making import is_spent, make_plan, own_files, patch, staleness
from fastapi_endpoint.plan.making import planned_images as after_images
from fastapi_endpoint.plan.planfile import dump, load, schema

__all__ = [
    "after_images",
    "dump",
    "is_spent",
    "joined",
    "load",
    "make_plan",
    "next_part",
    "on_kits",
    "own_files",
    "patch",
    "schema",
    "staleness",
]
