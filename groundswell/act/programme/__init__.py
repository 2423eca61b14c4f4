"""The roll-out of the whole programme: small first, then wider, and neither too much at once nor victory too early."""
