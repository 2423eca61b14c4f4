"""The one way out: every request to an address that somebody entered goes through here."""
