"""A source tree, turned into the picture of a project."""
