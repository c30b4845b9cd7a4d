"""The only packages that know a terminal."""
