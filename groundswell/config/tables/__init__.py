"""The tables of the database, and how they come about."""
