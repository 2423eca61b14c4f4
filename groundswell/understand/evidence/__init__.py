"""Signals read, redacted, tagged and loaded into the engine, each exactly once."""
