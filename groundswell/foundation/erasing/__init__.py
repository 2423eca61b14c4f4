"""A person's right to know and to be erased: their requests, what was erased, and a ledger that holds nobody."""
