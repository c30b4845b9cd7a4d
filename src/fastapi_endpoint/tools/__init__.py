"""Running other programs with limits."""
