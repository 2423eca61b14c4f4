"""What loyalty is worth: always a range, with its assumptions beside it."""
