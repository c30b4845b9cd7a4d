"""What a field type is, free of any ORM, and the field language."""
