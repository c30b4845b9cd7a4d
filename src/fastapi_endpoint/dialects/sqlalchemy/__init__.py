"""SQLAlchemy 2: columns, mapped classes, query clauses and Alembic operations as text."""
