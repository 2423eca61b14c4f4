"""Who may do what in coaching."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import LEADS, STEERS
from groundswell.foundation.organisation.models import Person

from .models import Appeal

WORKS_HERE = tuple(role for role in User.Role.values if role not in {User.Role.PARTNER, User.Role.ANALYST})


def may_name_coach(user: User, person: Person) -> bool:
    """Leads and those who steer say who coaches a colleague within their sight."""
    return user.role in LEADS and units_visible_to(user).filter(pk=person.unit_id).exists()


def may_set_policy(user: User) -> bool:
    """Who sees a poor voice first is decided by those who steer."""
    return user.role in STEERS


def may_decide(user: User, appeal: Appeal) -> bool:
    """The office, or a lead of the part where the episode was; nobody their own."""
    if user.person_id is None or user.person_id == appeal.person_id:
        return False
    if user.role == User.Role.LEAD:
        return units_visible_to(user).filter(pk=appeal.unit_id).exists()
    return user.role == User.Role.OFFICE
