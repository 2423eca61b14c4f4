"""What a team is told: a huddle is near, a promise is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import say
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .calling_off import still_on
from .models import Elevation, Huddle, Promise
from .queries import huddles_visible_to, open_promises, promises_visible_to
from .turns import members_of

SOON = timedelta(hours=2)
DAY = timedelta(days=1)


def about_raised(raised: Elevation, key: str, words: str, *, at: datetime) -> NewTiding:
    """One step of what somebody raised, to them; the words name the ``day``: "What you raised on 3 February has an owner"."""
    return NewTiding(
        person_id=raised.raised_by_id,
        subject_id=raised.pk,
        key=f"{raised.pk}-{key}",
        at=at,
        words=say(words, day=timezone.localdate(raised.raised_at)),
        link=reverse("desk:raised", args=[raised.pk]),
    )


def promises_coming_due(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Promises of the next day and of this one, to whoever made them."""
    first, last = timezone.localdate(since), timezone.localdate(until) + DAY
    for promise in open_promises(Promise.objects.filter(due_on__gt=first, due_on__lte=last)):
        yield NewTiding(
            person_id=promise.person_id,
            subject_id=promise.pk,
            key=f"{promise.pk}-{promise.due_on}",
            at=until,
            words=say(
                "What you promised on {made:day} is due on {due:weekday}",
                made=timezone.localdate(promise.made_at),
                due=promise.due_on,
            ),
            link=reverse("huddles:huddle", args=[promise.huddle_id]),
        )


def huddles_soon(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Huddles of the next two hours, to everybody of the team and to who leads it."""
    near = Huddle.objects.filter(planned_at__gt=until, planned_at__lte=until + SOON, started_at=None)
    for huddle in still_on(near).select_related("unit"):
        team = set(members_of(huddle.unit).values_list("pk", flat=True))
        for person_id in sorted(team | {huddle.facilitator_id}):
            leads = person_id == huddle.facilitator_id
            words = "The huddle of {unit}, and you lead it" if leads else "The huddle of {unit}"
            yield NewTiding(
                person_id=person_id,
                subject_id=huddle.pk,
                key=f"{huddle.pk}-{huddle.planned_at:%Y%m%d%H%M}",
                at=until,
                words=say(words, unit=huddle.unit),
                link=reverse("huddles:huddle", args=[huddle.pk]),
                moment=huddle.planned_at,
            )


def still_open(promises: QuerySet[Promise], user: User) -> QuerySet[Promise]:
    """Neither kept nor let go."""
    return open_promises(promises)


def not_begun(huddles: QuerySet[Huddle], user: User) -> QuerySet[Huddle]:
    """It did not begin yet, and nobody called it off."""
    return still_on(huddles.filter(started_at=None))


def huddles_called_off(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Huddles that do not take place, to everybody of the team but whoever said so."""
    off = Huddle.objects.filter(called_off_at__gt=since, called_off_at__lte=until, planned_at__gt=until)
    for huddle in off.select_related("unit"):
        for person in members_of(huddle.unit):
            if person.pk != huddle.called_off_by_id:
                yield NewTiding(
                    person_id=person.pk,
                    subject_id=huddle.pk,
                    key=f"{huddle.pk}",
                    at=huddle.called_off_at or until,
                    words=say("The huddle of {unit} does not take place", unit=huddle.unit),
                    link=reverse("huddles:huddle", args=[huddle.pk]),
                    moment=huddle.planned_at,
                )


TIDINGS = (
    TidingKind(
        "huddle.off", "A huddle of my team is called off", "1 huddle is called off", "{n} huddles are called off", "huddles:list",
        huddles_called_off, huddles_visible_to, usual=Pace.NOW, is_for_teams=True, moment_words="{}",
    ),
    TidingKind(
        "huddle.soon", "A huddle of my team is near", "1 huddle is near", "{n} huddles are near", "huddles:list",
        huddles_soon, huddles_visible_to, not_begun, Pace.NOW, is_for_teams=True, moment_words="{}",
    ),
    TidingKind(
        "promise.due", "A promise of mine is due", "1 promise is due", "{n} promises are due", "huddles:list",
        promises_coming_due, promises_visible_to, still_open, Pace.DAILY,
    ),
)  # fmt: skip
