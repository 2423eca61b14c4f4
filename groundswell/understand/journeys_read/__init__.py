"""The journey as customers live it, and its weakest link."""
