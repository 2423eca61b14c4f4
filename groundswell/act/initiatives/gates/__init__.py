"""Stages and the gates between them: criteria, and the money that each one releases."""
