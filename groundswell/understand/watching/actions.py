"""What people do: decide what is watched and by whom, and settle alerts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.complaints.queries import first_owner
from groundswell.listen.surveys.models import KindOfScore, Survey

from .errors import AlertAlreadySettled, AlreadyWatched, WatchingRefused
from .models import Acknowledgement, Alert, Settlement, WatchedSeries

What, Limits = WatchedSeries.What, WatchedSeries.Limits


def key_of(
    what: str,
    kind_of_score: str = "",
    touchpoint: Touchpoint | None = None,
    unit: Unit | None = None,
    survey: Survey | None = None,
    limits: str = "",
) -> str:
    """The question in short. Small lasting shifts are a question of their own."""
    about = [("t", touchpoint), ("u", unit), ("s", survey)]
    slow = [Limits.SLOW.value] if limits == Limits.SLOW else []
    return ":".join([what, kind_of_score, *(f"{letter}{one.pk}" for letter, one in about if one), *slow])


@transaction.atomic
def watch(
    what: str,
    *,
    kind_of_score: str = "",
    touchpoint: Touchpoint | None = None,
    unit: Unit | None = None,
    survey: Survey | None = None,
    limits: str = Limits.COUNTS,
    owner: Person | None = None,
    by: object,
    at: datetime,
) -> WatchedSeries:
    """Watch one more question. Without an owner whoever answers for the place has it, else the office."""
    key = key_of(what, kind_of_score, touchpoint, unit, survey, limits)
    if WatchedSeries.objects.filter(key=key, ended_at=None).exists():
        raise AlreadyWatched("This is watched already.")
    made = WatchedSeries.objects.create(
        key=key,
        what=what,
        kind_of_score=kind_of_score,
        touchpoint=touchpoint,
        unit=unit,
        survey=survey,
        limits=limits,
        owner=owner or first_owner(unit),
        made_at=at,
    )
    record("began to watch", made, by=by, at=at, key=key)
    return made


@transaction.atomic
def watch_the_usual(*, by: object, at: datetime) -> int:
    """What every organisation watches: each touchpoint, each larger part, complaints, answers and response rates;
    the relationship score also for small lasting shifts.

    A question that somebody stopped watching is not begun again. Returns how many are new.
    """
    known = set(WatchedSeries.objects.values_list("key", flat=True))
    wanted = [one for one in _usual() if key_of(**one) not in known]
    for one in wanted:
        watch(**one, by=by, at=at)
    return len(wanted)


def _usual() -> list[dict]:
    experience, wide = KindOfScore.EXPERIENCE, Limits.WIDENED
    points = [
        {"what": What.SCORE, "kind_of_score": experience, "touchpoint": p} for p in Touchpoint.objects.all()
    ]
    parts = Unit.objects.exclude(kind__in=[Unit.Kind.TEAM, Unit.Kind.ORGANISATION])
    units = [{"what": What.SCORE, "kind_of_score": experience, "unit": unit} for unit in parts]
    surveys = [
        one
        for one in Survey.objects.filter(closed_at=None).prefetch_related("versions")
        if _asks_customers(one)
    ]
    responses = [{"what": What.RESPONSE, "survey": survey, "limits": wide} for survey in surveys]
    whole = [
        {"what": What.SCORE, "kind_of_score": KindOfScore.RELATIONSHIP},
        {"what": What.SCORE, "kind_of_score": KindOfScore.RELATIONSHIP, "limits": Limits.SLOW},
        {"what": What.COMPLAINTS, "limits": wide},
        {"what": What.ANSWERS, "limits": wide},
    ]
    return [*whole, *points, *units, *responses]


def _asks_customers(survey: Survey) -> bool:
    """Colleagues who keep silent are nobody's alert."""
    return not any(version.wording.is_confidential for version in survey.versions.all())


@transaction.atomic
def hand_over(series: WatchedSeries, *, to: Person, by: User, at: datetime) -> None:
    """Somebody else is told from now on."""
    series.owner = to
    series.save(update_fields=["owner"])
    record("handed over a watched series", series, by=by, at=at, to=str(to))


@transaction.atomic
def stop_watching(series: WatchedSeries, *, by: User, at: datetime) -> None:
    """Nobody is told of it any more; its alerts stay."""
    if WatchedSeries.objects.filter(pk=series.pk, ended_at=None).update(ended_at=at):
        record("stopped watching", series, by=by, at=at)


@transaction.atomic
def acknowledge(alert: Alert, *, by: User, at: datetime) -> Acknowledgement:
    """Say that somebody looks into it. The first acknowledgement stands."""
    seen, is_new = Acknowledgement.objects.get_or_create(alert=alert, defaults={"by": by.person, "at": at})
    if is_new:
        record("acknowledged an alert", alert, by=by, at=at)
    return seen


@transaction.atomic
def explain(alert: Alert, *, words: str, begins_anew: bool = False, by: User, at: datetime) -> Settlement:
    """Say what explains it. Where the usual is another from now on, the weeks before are left out of the chart."""
    if not words.strip():
        raise WatchingRefused("Say in a sentence what explains it.")
    settled = _settle(alert, Settlement.Kind.EXPLAINED, words.strip(), by, at)
    if begins_anew:
        series = alert.series
        series.begins_on = max(filter(None, [series.begins_on, alert.since]))
        series.save(update_fields=["begins_on"])
    return settled


@transaction.atomic
def call_false_alarm(alert: Alert, *, words: str = "", by: User, at: datetime) -> Settlement:
    """Say that nothing explains it: chance alone does this now and then."""
    return _settle(alert, Settlement.Kind.FALSE_ALARM, words.strip(), by, at)


def _settle(alert: Alert, kind: str, words: str, by: User, at: datetime) -> Settlement:
    settled, is_new = Settlement.objects.get_or_create(
        alert=alert, defaults={"kind": kind, "words": words, "by": by.person, "at": at}
    )
    if not is_new:
        raise AlertAlreadySettled("Somebody settled this alert before; their word stands.")
    record("settled an alert", alert, by=by, at=at, kind=kind)
    return settled
