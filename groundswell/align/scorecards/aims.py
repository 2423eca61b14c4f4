"""What is set for a unit in the period that runs, for its huddle."""

from datetime import datetime

from django.urls import reverse

from groundswell.act.huddles.figures import Aim
from groundswell.align.objectives.models import Metric
from groundswell.foundation.organisation.models import Unit
from groundswell.look.components import Figure

from .models import Scorecard, Target
from .queries import current, standings_of, with_holders
from .standing import Standing

COUNTS = {
    Metric.Source.RETENTION: "customer",
    Metric.Source.EARNED_GROWTH: "customer",
    Metric.Source.CONTACTED_IN_TIME: "case",
    Metric.Source.OPERATIONAL: "measurement",
}
"""What the number beside a figure counts, where it is not answers."""


def aims_of(unit: Unit, at: datetime) -> list[Aim]:
    """The targets on the scorecard of a unit, each with its reading; the whole before single touchpoints."""
    cards = current(Scorecard.objects.filter(unit=unit), at)
    targets = with_holders(Target.objects.filter(scorecard__in=cards)).order_by("metric__touchpoint", "id")
    standings = standings_of(targets, at)
    return [
        _aim(one) for one in sorted(standings, key=lambda one: one.target.metric.touchpoint_id is not None)
    ]


def _aim(standing: Standing) -> Aim:
    target, reading = standing.target, standing.reading
    return Aim(
        name=str(target.metric),
        figure=Figure(
            reading.value,
            reading.n,
            reading.low,
            reading.high,
            period=reading.period,
            definition=reading.definition,
            is_thin=reading.is_thin,
            reason=reading.reason,
            label=str(target.metric),
            noun=COUNTS.get(Metric.Source(target.metric.source), "answer"),
        ),
        measure=reading.measured_in,
        decimals=reading.decimals,
        goal=standing.goal_words,
        verdict=standing.verdict.value,
        badge=standing.badge,
        url=reverse("scorecards:page", args=[target.scorecard_id]),
        is_experience=target.metric.source == Metric.Source.EXPERIENCE_SCORE,
    )
