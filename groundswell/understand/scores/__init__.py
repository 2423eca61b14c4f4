"""Scores by unit, touchpoint, channel and month; always with margin, n and definition."""
