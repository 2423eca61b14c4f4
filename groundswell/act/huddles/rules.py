"""Who takes part in a huddle."""

from groundswell.foundation.access.models import User

LOOKS_ON = frozenset({User.Role.PARTNER, User.Role.ANALYST})
TAKES_PART = tuple(role for role in User.Role if role not in LOOKS_ON)


def may_take_part(user: User) -> bool:
    """Everybody whose team it is: huddles are led by peers in turn. Who looks on promises and raises nothing."""
    return user.is_authenticated and user.is_active and user.person is not None and user.role not in LOOKS_ON
