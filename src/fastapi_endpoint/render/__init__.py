"""A complete spec and a project's habits, turned into whole files."""
