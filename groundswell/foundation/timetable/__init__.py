"""Which job runs when, and whether the worker is alive."""
