"""Which certified figure stands behind a line of a scorecard, and what that says about the reading on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from groundswell.align.objectives.models import Metric
from groundswell.look.numbers import between, plain
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.certified.page import entry_of
from groundswell.understand.certified.queries import Place, newest_certified

from .standing import Standing

KINDS = {
    Metric.Source.RELATIONSHIP_SCORE: "relationship",
    Metric.Source.EXPERIENCE_SCORE: "experience",
}


@dataclass(frozen=True, slots=True)
class Backing:
    """The newest certified figure about the same place, where there is one."""

    figure: CertifiedFigure | None
    is_same: bool

    @property
    def words(self) -> str:
        """One sentence: certified, certified for other days, or not certified."""
        if self.figure is None:
            return "Not certified: counted today, and late answers may still move it."
        if self.is_same:
            return f"Certified by {self.figure.certification.by}."
        one, period = self.figure, entry_of(self.figure).period_words
        moved = ", and has moved since" if entry_of(one).state == "moved" else ""
        return (
            f"Not certified: counted today. The last certified figure is {plain(one.score)} points "
            f"({between(one.low, one.high)}) for {period}{moved}."
        )

    @property
    def short_words(self) -> str:
        return "certified" if self.is_same else "not certified"

    @property
    def url(self) -> str:
        return reverse("certified:figure", args=[self.figure.pk]) if self.figure else ""


def backings_of(standings: Sequence[Standing]) -> Mapping[int, Backing]:
    """By target, for the targets that are scores of a unit. One query, however many."""
    places = {standing.target.pk: place for standing in standings if (place := _place(standing))}
    newest = newest_certified(set(places.values())) if places else {}
    return {
        standing.target.pk: _backing(standing, newest.get(places[standing.target.pk]))
        for standing in standings
        if standing.target.pk in places
    }


def _place(standing: Standing) -> Place | None:
    metric, card = standing.target.metric, standing.target.scorecard
    kind = KINDS.get(metric.source)
    return Place(kind, card.unit_id, metric.touchpoint_id) if kind and card.unit_id else None


def _backing(standing: Standing, figure: CertifiedFigure | None) -> Backing:
    reading = standing.reading
    is_same = (
        figure is not None
        and reading.value is not None
        and (figure.until, figure.n) == (reading.as_of, reading.n)
        and abs(figure.score - reading.value) < 1e-9
    )
    return Backing(figure, is_same)
