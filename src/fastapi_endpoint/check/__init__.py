"""Rules that any FastAPI project can be held against."""
