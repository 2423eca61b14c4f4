"""Who may do what with a scorecard."""

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS
from groundswell.foundation.organisation.models import Unit

from .models import Scorecard


def may_set_targets(user: User) -> bool:
    """Targets are set by those who steer; teams answer for them and correct the course."""
    return user.is_active and user.role in STEERS


def may_correct(user: User, scorecard: Scorecard) -> bool:
    """The person whose scorecard it is, a lead of the unit or above it, and those who steer."""
    if not user.is_active or user.person is None:
        return False
    if user.role in STEERS:
        return True
    if scorecard.person_id is not None and scorecard.person_id == user.person_id:
        return True
    unit_id = scorecard.unit_id or scorecard.person.unit_id
    return user.role == User.Role.LEAD and units_visible_to(user).filter(pk=unit_id).exists()


def may_open_voices(user: User, unit: Unit) -> bool:
    """Whether the voices of a unit are within sight; targets further up are seen, their voices are not."""
    return units_visible_to(user).filter(pk=unit.pk).exists()
