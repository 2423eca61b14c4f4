"""Customers dealt by lot: who got what, what they said before and since, and what that tells."""
