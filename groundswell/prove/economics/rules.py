"""Who sees what customers are worth."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

SEES_MONEY = (*STEERS, User.Role.ANALYST)


def may_see_money(user: User) -> bool:
    """Those who answer for the whole organisation, and its analysts."""
    return user.is_authenticated and user.is_active and user.role in SEES_MONEY
