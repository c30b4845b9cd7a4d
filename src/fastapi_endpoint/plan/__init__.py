"""A spec and a project, turned into a plan."""
