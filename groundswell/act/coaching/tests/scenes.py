"""Coaching as its tests need it."""

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.models import PoorVoicePolicy
from groundswell.listen.signals.withholding import set_policy
from tests.world import NOW, World


def coach_first(
    world: World, *, unit: Unit | None = None, hours: int = 8, poor_to: int = 6
) -> PoorVoicePolicy:
    """In Leeds, or where it is said, the coach sees a poor voice first."""
    return set_policy(
        unit or world.leeds, order="coach_first", hours=hours, poor_to=poor_to, by=world.office, at=NOW
    )
