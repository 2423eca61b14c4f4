"""Signals in: we ask, and we hear customers in every channel."""
