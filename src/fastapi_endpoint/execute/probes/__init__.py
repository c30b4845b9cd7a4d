"""Small programs that the project's own interpreter runs. They import nothing of the tool."""
