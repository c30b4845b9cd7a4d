"""What a field type is, free of any ORM, and the language that fields are written in."""
