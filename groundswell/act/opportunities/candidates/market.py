"""Market and competitors: brands that surely stand ahead of us in the newest double-blind study."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.understand.benchmarks.models import Study
from groundswell.understand.benchmarks.queries import BrandStanding, standing_of

from .found import Candidate
from .models import Source

TOO_OLD = timedelta(days=730)


def from_studies(at: datetime) -> Iterator[Candidate]:
    """Where we lose against others. A study tells that we do, not where: somebody who enters it names the place."""
    study = _newest(at)
    if study is None:
        return
    for one in standing_of(study).brands:
        if one.gap and one.gap.is_real and one.gap.points < 0:
            yield _candidate(study, one)


def why_silent(at: datetime) -> str:
    """What it means that no study proposes anything."""
    study = _newest(at)
    if study is None:
        return "No double-blind study of the last two years is here. Bring one, and it says who stands ahead of us."
    until = date_format(study.field_until, "j F Y")
    return f"{study.name}, {study.agency}, asked until {until}: no brand surely stands ahead of us that is not in the register."


def _newest(at: datetime) -> Study | None:
    today = localdate(at)
    return Study.objects.filter(field_until__gte=today - TOO_OLD, field_until__lte=today).first()


def _candidate(study: Study, one: BrandStanding) -> Candidate:
    assert one.gap is not None  # noqa: S101 asked by the caller
    near, far = sorted((abs(one.gap.interval.low), abs(one.gap.interval.high)))
    words = (
        f"{study.name}, {study.agency}: we stand {abs(one.gap.points):.0f} points ({near:.0f} to {far:.0f}) "
        f"behind {one.brand.name} ({one.figure.n:,} answers about them)"
    )
    duel = one.duel
    if duel and duel.share is not None:
        words += f"; of {duel.won + duel.lost:,} who know both and prefer one, {duel.lost:,} prefer them"
    return Candidate(
        key=f"study:{study.pk}:{one.brand.name}"[:120],
        source=Source.MARKET,
        title=f"{one.brand.name} is recommended more than we are"[:120],
        words=f"{words}."[:400],
        strength=near,
        url=reverse("benchmarks:study", args=[study.pk]),
    )
