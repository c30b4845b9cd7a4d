"""What a person sees of a value: pure functions from a value to something Rich can print."""
