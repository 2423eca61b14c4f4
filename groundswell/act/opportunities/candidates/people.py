"""Employees and huddles: the same thing raised by several teams and not answered yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse

from groundswell.act.huddles.models import Elevation

from ..queries import elevations_to_triage
from ..similar import groups_of
from .found import Candidate
from .models import Source

LOOKED_AT = 300


def from_elevations(at: datetime) -> Iterator[Candidate]:
    """Groups of two or more that say the same."""
    for group in groups_of(list(elevations_to_triage()[:LOOKED_AT])):
        if len(group) > 1:
            yield _candidate(group, at)


def _candidate(group: Sequence[Elevation], at: datetime) -> Candidate:
    first = group[0]
    teams = len({one.unit_id for one in group})
    themes = {one.theme_id for one in group}
    days = (at - min(one.raised_at for one in group)).days
    return Candidate(
        key=f"elevation:{first.pk}",
        source=Source.PEOPLE,
        title=first.title,
        words=(
            f"{len(group)} people in {teams} team{'' if teams == 1 else 's'} raised it"
            f"{f', the first {days} days ago' if days else ' today'}: "
            + ", ".join(f"“{one.title}”" for one in group[:4])
            + "."
        )[:400],
        strength=teams * 10 + len(group),
        url=reverse("opportunities:triage", args=[first.pk]),
        theme_id=themes.pop() if len(themes) == 1 else None,
        elevations=tuple(one.pk for one in group),
    )
