"""Adds one more production-ready endpoint to an existing FastAPI project."""

__version__ = "0.1.0"
