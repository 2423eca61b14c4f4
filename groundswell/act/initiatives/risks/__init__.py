"""What could go wrong: how likely, how bad, who looks after it, and when it was looked at."""
