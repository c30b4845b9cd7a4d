"""Rules that any FastAPI project can be held against."""

from fastapi_endpoint.check.engine import check, explain, rules, unknown_names
from fastapi_endpoint.check.registry import RULES
from fastapi_endpoint.check.report import as_github, as_sarif

__all__ = ["RULES", "as_github", "as_sarif", "check", "explain", "rules", "unknown_names"]
