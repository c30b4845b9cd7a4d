"""A spec and a project, turned into a plan."""

from fastapi_endpoint.plan.clock import now
from fastapi_endpoint.plan.facts import served_by
from fastapi_endpoint.plan.making import is_spent, make_plan, patch, staleness
from fastapi_endpoint.plan.making import planned_images as after_images
from fastapi_endpoint.plan.planfile import dump, load, read, schema, write
from fastapi_endpoint.plan.whole import whole_plan

__all__ = [
    "after_images",
    "dump",
    "is_spent",
    "load",
    "make_plan",
    "now",
    "patch",
    "read",
    "schema",
    "served_by",
    "staleness",
    "whole_plan",
    "write",
]
