"""The inner loop's patterns: causes that cases close with, themes that rise or cost points, figures that left the usual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.cases.models import Closure, RootCause
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.queries import Slice
from groundswell.understand.themes.models import Theme
from groundswell.understand.watching.models import Alert, WatchedSeries
from groundswell.understand.watching.queries import open_alerts

from ..course import MINIMUM, courses, share_change
from ..estimates import Estimate
from ..ground import Beside, Words, whole_score, words_of
from ..standing.counting import last_year
from .found import Candidate
from .models import Source

LATELY = timedelta(days=90)
FEWEST_CASES = 5
MOSTLY = 0.6


def from_root_causes(at: datetime) -> Iterator[Candidate]:
    """Causes in use that closed cases of the year have, with the last 90 days against the 90 before."""
    since, _ = last_year(at)
    now, before = Q(at__gt=at - LATELY), Q(at__gt=at - 2 * LATELY, at__lte=at - LATELY)
    closed = Closure.objects.filter(at__date__gte=since, root_cause__retired_at=None).order_by()
    counts = {"n": Count("pk"), "now": Count("pk", filter=now), "before": Count("pk", filter=before)}
    whole = closed.aggregate(**counts)
    names = dict(RootCause.objects.values_list("pk", "name"))
    for row in closed.values("root_cause").annotate(**counts):
        if row["n"] >= FEWEST_CASES:
            words, rises = _grown(row, whole)
            yield Candidate(
                key=f"cause:{row['root_cause']}",
                source=Source.PATTERN,
                title=names[row["root_cause"]],
                words=f"{row['n']:,} of {whole['n']:,} cases closed in the year; {words}.",
                strength=row["n"] * (2 if rises else 1),
                url=reverse("cases:cause", args=[row["root_cause"]]),
                root_cause_id=row["root_cause"],
            )


def _grown(row: Mapping[str, int], whole: Mapping[str, int]) -> tuple[str, bool]:
    """Whether its share of the closed cases surely grew: more cases alone may only mean that more were opened."""
    if min(whole["now"], whole["before"]) < MINIMUM:
        return f"{row['now']} of {whole['now']} in the last 90 days, too few before to compare", False
    change = share_change(row["now"], whole["now"], row["before"], whole["before"])
    was, now = (100 * row[part] / whole[part] for part in ("before", "now"))
    said = f"{now:.0f} of 100 in the last 90 days after {was:.0f} in the 90 before"
    if change.low <= 0 <= change.high:
        return f"{said}: no change to tell", False
    more = change.low > 0
    near, far = sorted((abs(change.low), abs(change.high)))
    return f"{said}: surely {'more' if more else 'fewer'} ({near:.0f} to {far:.0f})", more


def from_themes(at: datetime) -> Iterator[Candidate]:
    """Themes that are mentioned more than before, or that surely go along with a lower score of the whole."""
    since, until = last_year(at)
    words, course = words_of(Slice(since=since, until=until)), courses(until)
    themes = Theme.objects.filter(retired_at=None).order_by("pk")
    names, places = {one.pk: one.name for one in themes}, dict(Touchpoint.objects.values_list("pk", "name"))
    for theme in themes:
        place = _where(words, theme.pk)
        rise = course.rise(theme.pk, place)
        taken, beside = _taken(words, theme.pk, place)
        rises, costs = rise is not None and rise.low > 0, taken is not None and taken.low > 0
        if not rises and not costs:
            continue
        said = [_rise_words(rise)] if rises and rise else []
        if costs and taken:
            here = f" at {places[place]}" if place else ""
            other = names.get(beside.not_apart.other, "another theme") if beside.not_apart else ""
            along = f", and “{other}” that too few answers tell it from," if other else ""
            said.append(
                f"those who mention it{here}{along} lower the whole score by {taken.value:.1f} points "
                f"({taken.low:.1f} to {taken.high:.1f}; {beside.with_it.n:,} answers)"
            )
        yield Candidate(
            key=f"theme:{theme.pk}",
            source=Source.PATTERN,
            title=theme.name,
            words=_sentence("; ".join(said)),
            strength=(taken.value if taken else 0) * 20 + (100 if rises else 0),
            url=f"{reverse('desk:voices')}?theme={theme.pk}",
            theme_id=theme.pk,
            touchpoint_id=place,
        )


def _taken(words: Words, theme: int, place: int | None) -> tuple[Estimate | None, Beside]:
    """What it takes from the whole score where it mostly comes up; together with another theme where the two are not told apart."""
    beside = words.groups([(theme, place)])
    difference = beside.plain if beside.not_apart else beside.difference
    return difference and whole_score(difference, beside.with_it, words.answers), beside


def _where(words: Words, theme: int) -> int | None:
    """The touchpoint at which most of those who mention it and do not praise us do so."""
    of_theme = {place: _low(tally) for (code, place), tally in words.by_theme.items() if code == theme}
    place, most = max(of_theme.items(), key=lambda row: row[1], default=(None, 0))
    return place if place and most >= MOSTLY * sum(of_theme.values()) else None


def _low(tally: NpsTally) -> int:
    return tally.passives + tally.detractors


def _rise_words(rise: Estimate) -> str:
    return f"of 100 answers {rise.value:.1f} more mention it than before ({rise.low:.1f} to {rise.high:.1f} more, last three months against nine)"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def from_watching(at: datetime) -> Iterator[Candidate]:
    """Open alerts about a touchpoint: a score below the usual, or more complaints than usual."""
    low = Q(series__what=WatchedSeries.What.SCORE, is_high=False)
    many = Q(series__what=WatchedSeries.What.COMPLAINTS, is_high=True)
    lately = Alert.objects.filter(
        low | many, series__touchpoint__isnull=False, week__gte=localdate(at) - LATELY
    )
    for alert in open_alerts(lately).select_related("series__touchpoint"):
        yield Candidate(
            key=f"series:{alert.series_id}",
            source=Source.PATTERN,
            title=str(alert),
            words=(
                f"In the week of {alert.week:%-d %B} it was {alert.value:.1f}; usual is {alert.low:.1f} to {alert.high:.1f} "
                f"({alert.n:,} answers)."
            ),
            strength=50,
            url=reverse("watching:alert", args=[alert.pk]),
            touchpoint_id=alert.series.touchpoint_id,
        )
