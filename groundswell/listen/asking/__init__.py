"""Who is asked, when, how often, and why (not)."""
