"""The verifications of a rehearsal, one kind per file; each answers with a `Check`."""
