"""Understanding: what the signals say, with margin, count and definition."""
