"""Who thanks."""

from groundswell.foundation.access.models import User

LOOKS_ON = frozenset({User.Role.PARTNER, User.Role.ANALYST})


def may_thank(user: User) -> bool:
    """Everybody who works here; a card comes from a person, never from a bare sign-in."""
    return user.is_authenticated and user.is_active and user.person is not None and user.role not in LOOKS_ON
