"""The commands, one module each; each holds a Click command named `command`."""
