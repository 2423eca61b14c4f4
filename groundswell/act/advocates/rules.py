"""Who may thank, who may ask, who decides what is shown and how often anybody is asked."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, STEERS

MAY_NOT_ACT = frozenset({User.Role.PARTNER, User.Role.ANALYST})


def may_thank(user: User) -> bool:
    """Everybody who works with customers thanks them; a thank-you comes from a person, never from a bare sign-in."""
    return (
        user.is_authenticated and user.is_active and user.person is not None and user.role not in MAY_NOT_ACT
    )


def may_ask(user: User) -> bool:
    """Leads and those who steer ask, so that nobody is asked from all sides."""
    return may_thank(user) and user.role in LEADS


def may_steer(user: User) -> bool:
    """The wall, the platforms and how often anybody is asked are decided for the whole organisation."""
    return user.is_authenticated and user.is_active and user.role in STEERS
