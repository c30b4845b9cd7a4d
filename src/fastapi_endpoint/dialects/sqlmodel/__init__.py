"""SQLModel: tables that are Pydantic models, on SQLAlchemy."""
