"""Four rounds of questions, as data."""
