"""Which certified figure stands behind a line of a scorecard, and what that says about the reading on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from groundswell.align.objectives.models import Metric
from groundswell.align.objectives.window import months_before
from groundswell.look.numbers import between, plain
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.certified.page import entry_of
from groundswell.understand.certified.queries import Place, newest_certified

from .standing import Standing

MONTHS = 3
"""How many months a reading on a scorecard is about."""
KINDS = {
    Metric.Source.RELATIONSHIP_SCORE: "relationship",
    Metric.Source.EXPERIENCE_SCORE: "experience",
}


@dataclass(frozen=True, slots=True)
class Backing:
    """The newest certified figure about the same place, where there is one."""

    figure: CertifiedFigure | None
    is_same: bool
    draft_url: str
    """Where the very days of the reading are put on record; empty while they are not over."""

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
        standing.target.pk: _backing(standing, places[standing.target.pk], newest)
        for standing in standings
        if standing.target.pk in places
    }


def _place(standing: Standing) -> Place | None:
    metric, card = standing.target.metric, standing.target.scorecard
    kind = KINDS.get(metric.source)
    return Place(kind, card.unit_id, metric.touchpoint_id) if kind and card.unit_id else None


def _backing(standing: Standing, place: Place, newest: Mapping[Place, CertifiedFigure]) -> Backing:
    reading, figure = standing.reading, newest.get(place)
    is_same = (
        figure is not None
        and reading.value is not None
        and (figure.until, figure.n) == (reading.as_of, reading.n)
        and abs(figure.score - reading.value) < 1e-9
    )
    is_over = reading.value is not None and reading.as_of == standing.target.scorecard.ends_on
    return Backing(figure, is_same, "" if is_same or not is_over else _draft_url(place, reading.as_of))


def _draft_url(place: Place, last: date) -> str:
    days = f"{months_before(last, MONTHS) + timedelta(days=1)}..{last}"
    asked = {
        "kind": place.kind_of_score,
        "period": days,
        "unit": place.unit_id,
        "touchpoint": place.touchpoint_id,
    }
    return (
        f"{reverse('certified:draft')}?{urlencode({name: value for name, value in asked.items() if value})}"
    )
