"""Who may call, and what is secret."""
