"""Files: feedback that arrives as a CSV."""
