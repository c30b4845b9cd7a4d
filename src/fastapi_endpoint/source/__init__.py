"""Reading Python without importing it."""
