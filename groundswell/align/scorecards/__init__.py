"""Targets cascaded to business lines, teams and people; readings and course corrections."""
