"""Ask the journey: each touchpoint and stage with its score, and the weakest link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import add

from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.science.journey import TouchpointTally, WeakestLink, weakest_link
from groundswell.science.scores.figure import MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.understand.scores.queries import Slice, tallies_by


@dataclass(frozen=True, slots=True)
class ReadTouchpoint:
    """A touchpoint and what customers say about it."""

    touchpoint: Touchpoint
    tally: NpsTally
    figure: Figure


@dataclass(frozen=True, slots=True)
class ReadStage:
    """A stage, its touchpoints, and all of their answers together."""

    stage: Stage | None
    touchpoints: Sequence[ReadTouchpoint]
    tally: NpsTally
    figure: Figure
    change: Difference | None = None
    """Against the stage before it that has answers."""

    @property
    def name(self) -> str:
        return self.stage.name if self.stage else "Not placed yet"


@dataclass(frozen=True, slots=True)
class Journey:
    """The whole journey in one period."""

    stages: Sequence[ReadStage]
    weakest: WeakestLink | None

    @property
    def weakest_touchpoint(self) -> Touchpoint | None:
        """The touchpoint of the weakest link, where one stands out."""
        points = (read.touchpoint for stage in self.stages for read in stage.touchpoints)
        return next((point for point in points if self.weakest and point.code == self.weakest.code), None)


def journey_of(slice: Slice) -> Journey:
    """The journey as experience scores tell it. One question to the engine."""
    tallies = tallies_by("touchpoint", slice)
    points = list(Touchpoint.objects.select_related("stage"))
    read = [
        ReadTouchpoint(point, tally := tallies.get(point.pk, NpsTally()), figure(tally)) for point in points
    ]
    link = weakest_link(
        [
            TouchpointTally(r.touchpoint.code, r.touchpoint.name, place, r.tally)
            for place, r in enumerate(read)
        ]
    )
    stages = [*Stage.objects.all(), None]
    return Journey(_in_order([_stage(stage, read) for stage in stages if stage or _unplaced(read)]), link)


def _stage(stage: Stage | None, read: Sequence[ReadTouchpoint]) -> ReadStage:
    own = [one for one in read if one.touchpoint.stage == stage]
    tally = reduce(add, (one.tally for one in own), NpsTally())
    return ReadStage(stage, own, tally, figure(tally))


def _in_order(stages: Sequence[ReadStage]) -> list[ReadStage]:
    """Each stage with its difference to the one before it."""
    found: list[ReadStage] = []
    before = NpsTally()
    for one in stages:
        is_told = one.stage is not None and before.n >= MINIMUM_ANSWERS and one.figure.is_known
        found.append(replace(one, change=compare(one.tally, before)) if is_told else one)
        before = one.tally if one.figure.is_known else before
    return found


def _unplaced(read: Sequence[ReadTouchpoint]) -> bool:
    return any(one.touchpoint.stage is None and one.tally.n for one in read)
