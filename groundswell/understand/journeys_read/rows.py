"""The journey as a table: each stage with its touchpoints and what they score."""

from __future__ import annotations

from dataclasses import dataclass

from groundswell.science.scores.figure import Figure
from groundswell.science.statistics.comparison import Difference
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.question import Question

from .queries import Journey


@dataclass(frozen=True, slots=True)
class Row:
    """One stage, against the one before it, or one touchpoint of it."""

    name: str
    is_stage: bool
    figure: Figure
    url: str
    change: Difference | None = None


def rows_of(journey: Journey, question: Question) -> list[Row]:
    """Stages in order, each followed by its touchpoints."""
    found: list[Row] = []
    for stage in journey.stages:
        url = voices_url(question, stage=stage.stage) if stage.stage else ""
        found.append(Row(stage.name, True, stage.figure, url, stage.change))
        for one in stage.touchpoints:
            url = voices_url(question, touchpoint=one.touchpoint)
            found.append(Row(one.touchpoint.name, False, one.figure, url))
    return found
