"""Who may do what here."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS

CONNECTS_CHATS = LEADS
"""A lead connects the chat of their own part; the office, executives and administrators any."""
WATCHES_TELLINGS = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
"""Who sees what was sent to whom: messages name people."""
