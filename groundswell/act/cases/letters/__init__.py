"""Letters from a case, and what the customer writes back."""
