"""Small promises inside a case: who does what by which day."""
