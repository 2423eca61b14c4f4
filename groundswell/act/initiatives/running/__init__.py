"""What becomes of work that runs: it is handed over, rests and goes on, and ends, done or stopped."""
