"""Who works on it, with how much of their time, and what is still wanted from whom."""
