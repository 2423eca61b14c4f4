"""A key account from which nothing is heard gets a case, though nobody said anything."""
