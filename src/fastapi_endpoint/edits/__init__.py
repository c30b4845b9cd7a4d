"""Pure source to source: one file per edit, each with its by-hand text."""
