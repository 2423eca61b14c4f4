"""You said, we did: to customers and to the people who raised it."""
