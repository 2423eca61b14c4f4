"""The home of each role."""

from datetime import datetime
from typing import Any

from groundswell.foundation.access.models import User


def home_of(user: User, at: datetime) -> tuple[str, dict[str, Any]]:
    """Template and content of the page that somebody opens in the morning."""
    return "desk/home.html", {"at": at}
