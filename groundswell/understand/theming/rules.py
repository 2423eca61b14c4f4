"""Who makes themes."""

from groundswell.foundation.access.models import User

MAKES_THEMES = (User.Role.OFFICE, User.Role.ANALYST)
"""A theme is a definition that everybody's figures rest on: the office and analysts word it, others read it."""
