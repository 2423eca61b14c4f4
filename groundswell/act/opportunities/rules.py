"""Who may do what with the register."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS
from groundswell.foundation.organisation.models import Person


def person_of(who: object) -> Person | None:
    """The person behind a user; None for a job or a sign-in without a person."""
    if isinstance(who, Person):
        return who
    return who.person if isinstance(who, User) else None


def may_triage(user: User) -> bool:
    """Who turns elevations and themes into opportunities."""
    return user.role in STEERS


def reads_the_whole_outer_loop(user: User) -> bool:
    """Those who see everything, and everybody with a seat in a body that decides. Partners never."""
    if not user.is_authenticated or not user.is_active or user.role == User.Role.PARTNER:
        return False
    return user.sees_everything or (user.person is not None and user.person.seats.exists())
