"""The atoms of generated text."""
