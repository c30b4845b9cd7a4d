"""Reading Python without importing it: lazy tree, outline and parse, name resolution, literals."""
