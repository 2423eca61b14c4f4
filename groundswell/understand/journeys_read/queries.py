"""Ask the journey: each touchpoint and stage with its score, and how far it falls from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.science.scores.figure import MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.comparison import Difference, compare
from groundswell.understand.scores.queries import Slice

from .spans import Span, Spans, tallies_over_spans


@dataclass(frozen=True, slots=True)
class ReadTouchpoint:
    """A touchpoint and what customers say about it, in the days in which enough of them did."""

    touchpoint: Touchpoint
    figure: Figure
    span: Span


@dataclass(frozen=True, slots=True)
class ReadStage:
    """A stage, its touchpoints, and all of their answers together."""

    stage: Stage | None
    touchpoints: Sequence[ReadTouchpoint]
    tally: NpsTally
    figure: Figure
    span: Span
    change: Difference | None = None
    """Against the stage before it that has answers."""

    @property
    def name(self) -> str:
        return self.stage.name if self.stage else "Not placed yet"


@dataclass(frozen=True, slots=True)
class Journey:
    """The whole journey in one period."""

    stages: Sequence[ReadStage]

    @property
    def touchpoints(self) -> Sequence[ReadTouchpoint]:
        return [read for stage in self.stages for read in stage.touchpoints]

    @property
    def lowest(self) -> ReadTouchpoint | None:
        """The lowest score even at the kind end of its margin, so that a handful of angry answers outranks nobody."""
        known = [read for read in self.touchpoints if read.figure.is_known]
        return min(known, key=lambda read: read.figure.high or 0.0, default=None)

    @property
    def widened(self) -> Sequence[ReadTouchpoint]:
        """Touchpoints that were too thin in the days asked."""
        return [read for read in self.touchpoints if read.span.words and read.figure.n]


def journey_of(slice: Slice) -> Journey:
    """The journey as experience scores tell it."""
    points = list(Touchpoint.objects.select_related("stage"))
    spans = tallies_over_spans(slice, [point.pk for point in points])
    stages = [*Stage.objects.all(), None]
    read = [_stage(stage, [point for point in points if point.stage == stage], spans) for stage in stages]
    return Journey(_in_order([one for one in read if one.stage or one.tally.n]))


def _stage(stage: Stage | None, points: Sequence[Touchpoint], spans: Spans) -> ReadStage:
    span, tally = spans.enough_for(*(point.pk for point in points))
    return ReadStage(stage, [_read(point, spans) for point in points], tally, figure(tally), span)


def _read(point: Touchpoint, spans: Spans) -> ReadTouchpoint:
    span, tally = spans.enough_for(point.pk)
    return ReadTouchpoint(point, figure(tally), span)


def _in_order(stages: Sequence[ReadStage]) -> list[ReadStage]:
    """Each stage with its difference to the one before it."""
    found: list[ReadStage] = []
    before = NpsTally()
    for one in stages:
        is_told = one.stage is not None and before.n >= MINIMUM_ANSWERS and one.figure.is_known
        found.append(replace(one, change=compare(one.tally, before)) if is_told else one)
        before = one.tally if one.figure.is_known else before
    return found
