"""Who is told when a customer is about to wait, or waits, longer than promised."""
