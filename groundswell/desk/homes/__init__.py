"""One home per role: what somebody opens in the morning, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from groundswell.act.initiatives.queries import waits_for
from groundswell.foundation.access.models import User

from . import administrator, analyst, executive, frontline, lead, office, partner

Home = Callable[[User, datetime], dict[str, Any]]
HOMES: dict[str, Home] = {
    User.Role.FRONTLINE: frontline.home,
    User.Role.LEAD: lead.home,
    User.Role.OFFICE: office.home,
    User.Role.EXECUTIVE: executive.home,
    User.Role.ANALYST: analyst.home,
    User.Role.ADMINISTRATOR: administrator.home,
    User.Role.PARTNER: partner.home,
}


def home_of(user: User, at: datetime) -> tuple[str, dict[str, Any]]:
    """Template and content of a person's home."""
    shown = HOMES[user.role](user, at) | {"now": at, "work_waits": waits_for(user, at)}
    return f"desk/homes/{user.role}.html", shown
