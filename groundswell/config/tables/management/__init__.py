"""Commands of Django that know the house."""
