"""Answers from other systems, over HTTP: checked, durable, then acknowledged."""
