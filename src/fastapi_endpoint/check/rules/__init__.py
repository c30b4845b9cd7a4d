"""One rule, one file: documentation, cases and check."""
