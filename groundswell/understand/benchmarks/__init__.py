"""Where we stand against others: double-blind studies, never mixed with what our own customers answer."""
