"""A partner's morning: what is asked of their agency, and what is new on their boards."""

from datetime import datetime
from typing import Any

from groundswell.act.partners.queries import agency_of, desk_of
from groundswell.foundation.access.models import User


def home(user: User, at: datetime) -> dict[str, Any]:
    """Boards, open work, and what others wrote lately."""
    return {"asked": desk_of(user, at), "agency": agency_of(user)}
