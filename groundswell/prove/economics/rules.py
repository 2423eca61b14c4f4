"""Who sees what customers are worth."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

SEES_MONEY = (*STEERS, User.Role.ANALYST)


def may_see_money(user: User) -> bool:
    """Those who answer for the whole organisation, and its analysts."""
    return user.is_authenticated and user.is_active and user.role in SEES_MONEY


def may_see_names(user: User) -> bool:
    """Executives and analysts see figures and numbers, not names."""
    return may_see_money(user) and user.role not in {User.Role.EXECUTIVE, User.Role.ANALYST}
