"""What each ORM and database can do and how it is written."""
