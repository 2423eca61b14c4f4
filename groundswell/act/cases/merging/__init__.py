"""Two cases of one customer become one, until that is taken back."""
