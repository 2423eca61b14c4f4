"""Who announces, and what an announcement may claim."""

from groundswell.act.initiatives.models import EffectReading
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

from .wording import outcome_in


def may_announce(user: User) -> bool:
    """Who speaks to customers for the organisation."""
    return user.role in STEERS


def what_may_be_claimed(reading: EffectReading | None) -> str:
    """The sentence about the result, in customers' words: never more than was measured."""
    return outcome_in(reading, "en")
