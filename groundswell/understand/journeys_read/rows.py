"""The journey as a table: each stage with its touchpoints, what they score, what is exposed and what handling costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from groundswell.science.scores.figure import Figure
from groundswell.science.statistics.comparison import Difference
from groundswell.understand.scores.explorer import voices_url

from .costs import Line
from .evidence import Told
from .weakest import JourneyRead


@dataclass(frozen=True, slots=True)
class Row:
    """One stage, against the one before it, or one touchpoint of it; ``span`` in words where it was widened."""

    name: str
    is_stage: bool
    figure: Figure
    url: str
    span: str = ""
    change: Difference | None = None
    told: Told | None = None
    exposed: float | None = None
    lines: Sequence[Line] = ()

    @property
    def cost(self) -> Decimal | None:
        return sum((line.cost for line in self.lines), Decimal()) if self.lines else None


def rows_of(read: JourneyRead) -> list[Row]:
    """Stages in order, each followed by its touchpoints."""
    found: list[Row] = []
    evidence, question = read.evidence, read.question
    points = evidence.points if evidence else {}
    costs = evidence.costs if evidence else {}
    for stage in read.journey.stages:
        lines = [line for one in stage.touchpoints for line in costs.get(one.touchpoint.pk, ())]
        exposed = evidence.reading.exposed.get(str(stage.stage and stage.stage.pk)) if evidence else None
        url = voices_url(question, stage=stage.stage, **stage.span.asked) if stage.stage else ""
        found.append(
            Row(stage.name, True, stage.figure, url, stage.span.words, stage.change, None, exposed, lines)
        )
        for one in stage.touchpoints:
            point = one.touchpoint
            told = points.get(point.pk)
            exposed = float(told.counts.revenue) if told else None
            url = voices_url(question, touchpoint=point, **one.span.asked)
            own = costs.get(point.pk, ())
            found.append(Row(point.name, False, one.figure, url, one.span.words, None, told, exposed, own))
    return found
