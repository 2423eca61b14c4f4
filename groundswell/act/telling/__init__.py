"""Telling: those who work here hear what is new for them, grouped, in their hours, once."""
