"""What operations answer and take."""
