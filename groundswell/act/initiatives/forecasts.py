"""What initiatives promised beside what they reached, and what that says about what is still open."""

from collections.abc import Iterable
from dataclasses import dataclass

from groundswell.act.opportunities.models import Opportunity
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.foundation.access.models import User
from groundswell.science.effects.calibration import (
    Calibration,
    Expected,
    Outcome,
    calibrate,
    expected_of_next,
)
from groundswell.science.effects.selective_response import ANYWHERE

from .models import EffectReading, Initiative
from .queries import initiatives_visible_to

USUAL_REACH = 1.96


@dataclass(frozen=True, slots=True)
class Promise:
    """One initiative with its last reading; ``outcome`` is None where the reading has no range to learn from, or no comparison
    that can be trusted."""

    initiative: Initiative
    reading: EffectReading | None
    outcome: Outcome | None

    @property
    def is_alone(self) -> bool:
        """Whether nobody went without it: what moved the score is not known, so nothing is learned from it."""
        return _is_alone(self.reading)

    @property
    def is_doubted(self) -> bool:
        """Whether something else moved the units as well, so that the comparison cannot be trusted."""
        return _is_doubted(self.reading)


@dataclass(frozen=True, slots=True)
class Outlook:
    """An open opportunity and what those before let one expect of it."""

    opportunity: Opportunity
    expected: Expected | None
    alike: tuple[Initiative, ...]


def promises(user: User) -> list[Promise]:
    """Every initiative within sight, the newest first, in two questions."""
    seen = (
        initiatives_visible_to(user)
        .select_related("decision__proposal__opportunity")
        .order_by("-started_at", "-pk")
    )
    rows = list(seen)
    newest: dict[int, EffectReading] = {}
    for reading in EffectReading.objects.filter(initiative__in=rows).order_by("measured_at", "pk"):
        newest[reading.initiative_id] = reading
    return [Promise(one, newest.get(one.pk), _outcome(one, newest.get(one.pk))) for one in rows]


def calibration_of(lines: Iterable[Promise]) -> Calibration | None:
    """How many of the promised points were reached, over all that can be told."""
    return calibrate([line.outcome for line in lines if line.outcome])


def outlooks(user: User, lines: list[Promise]) -> list[Outlook]:
    """Open opportunities within sight: what those with their theme or touchpoint reached, drawn towards what all did."""
    waiting = (
        opportunities_visible_to(user)
        .filter(settlement=None, merger=None)
        .exclude(proposals__decision__initiative__isnull=False)
    )
    each = waiting.select_related("theme", "touchpoint").order_by("title").distinct()
    return [outlook_of(one, lines) for one in each]


def outlook_of(opportunity: Opportunity, lines: list[Promise]) -> Outlook:
    """What those alike let one expect of one opportunity, drawn towards what all did; ``expected`` is None with too few."""
    told = [line for line in lines if line.outcome]
    alike = [line for line in told if is_alike(opportunity, line.initiative)]
    expected = expected_of_next(
        [line.outcome for line in told if line.outcome], [line.outcome for line in alike if line.outcome]
    )
    return Outlook(opportunity, expected, tuple(line.initiative for line in alike))


def is_alike(opportunity: Opportunity, initiative: Initiative) -> bool:
    """Whether it was about the same theme or measured at the same touchpoint."""
    about = initiative.decision.proposal.opportunity
    same_theme = opportunity.theme_id is not None and opportunity.theme_id == about.theme_id
    same_place = (
        opportunity.touchpoint_id is not None and opportunity.touchpoint_id == initiative.touchpoint_id
    )
    return same_theme or same_place


def _is_alone(reading: EffectReading | None) -> bool:
    return reading is not None and reading.detail.get("units_without") == 0


def _is_doubted(reading: EffectReading | None) -> bool:
    if reading is None:
        return False
    detail = reading.detail
    return any(
        (detail.get(part) or {}).get(found)
        for part, found in (("pre_trend", "is_violated"), ("untouched", "moved"))
    )


def _outcome(initiative: Initiative, reading: EffectReading | None) -> Outcome | None:
    """What is learned from: the range of one look, as each initiative counts once here, however often it was
    read; wider by what a change in who answers could have made. Where not every unit had what it was dealt: what having it does."""
    if reading is None or reading.estimate is None or _is_alone(reading) or _is_doubted(reading):
        return None
    if received := reading.detail.get("received"):
        having = received["having"]
        return having and Outcome(
            float(initiative.expected_points),
            having["estimate"],
            (having["high"] - having["low"]) / 2 / USUAL_REACH,
        )
    once = reading.detail.get("once") or {"low": reading.low, "high": reading.high}
    if once["low"] is None or once["high"] is None:
        return None
    could_be = max(reading.detail.get("could_be") or [0.0])
    if could_be >= ANYWHERE:
        return None
    error = ((once["high"] - once["low"]) / 2 + could_be) / USUAL_REACH
    return Outcome(float(initiative.expected_points), reading.estimate, error)
