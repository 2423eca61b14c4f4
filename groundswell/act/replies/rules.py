"""Who announces, and what an announcement may claim."""

from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.queries import latest_reading
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

from .models import Announcement
from .wording import outcome_in


def may_announce(user: User) -> bool:
    """Who speaks to customers for the organisation."""
    return user.role in STEERS


def is_overtaken(announcement: Announcement) -> bool:
    """Whether it tells that something helped and the last reading no longer says so."""
    told, worked = announcement.effect_reading, EffectReading.Verdict.WORKED
    if told is None or told.verdict != worked:
        return False
    newest = latest_reading(announcement.initiative)
    return newest is not None and newest.verdict != worked


def what_may_be_claimed(reading: EffectReading | None) -> str:
    """The sentence about the result, in customers' words: never more than was measured."""
    return outcome_in(reading, "en")
