"""A plan, rehearsed, written, undone."""
