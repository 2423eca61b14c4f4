"""Ask the huddles. What a person may see is decided here once."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids

from . import agenda as pieces
from .agenda import Agenda, PromiseLine
from .figures import aims_of, number_of, parts_and_moves
from .models import Elevation, Huddle, Promise, PromiseReview
from .roll import agenda_steps
from .today import days_of, handed_over, waiting_cases
from .turns import away_from, led_by, members_of

SETTLED = (PromiseReview.Outcome.KEPT, PromiseReview.Outcome.LET_GO)
SOON = timedelta(days=7)


def huddles_visible_to(user: User) -> QuerySet[Huddle]:
    """Huddles of the units within sight, and those in which a person sits because they answer for a part."""
    seen = within_sight(user)
    if seen and user.is_authenticated and user.is_active and user.person and user.role != User.Role.PARTNER:
        seen |= Q(unit__in=led_by(user.person).order_by())
    return Huddle.objects.filter(seen)


def with_promises(huddles: QuerySet[Huddle]) -> QuerySet[Huddle]:
    """The same with how many promises were made there and how many of them are kept."""
    kept = Count("promises", filter=Q(promises__reviews__outcome="kept"), distinct=True)
    counted = huddles.annotate(made=Count("promises", distinct=True), kept=kept)
    return counted.select_related("unit", "facilitator").order_by("-planned_at", "-id")


def promises_visible_to(user: User) -> QuerySet[Promise]:
    """Promises made in huddles that this person may see, and a person's own."""
    own = Q(person=user.person) if user.is_authenticated and user.person else Q(pk__in=[])
    return Promise.objects.filter(Q(huddle__in=huddles_visible_to(user).order_by()) | own)


def open_promises(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Neither kept nor let go; the nearest day first."""
    return promises.exclude(reviews__outcome__in=SETTLED).select_related("person", "huddle__unit")


def promises_due(of: Person | Unit) -> QuerySet[Promise]:
    """What one person, or a unit and everything below it, has promised and not settled yet; the nearest day first."""
    where = Q(person=of) if isinstance(of, Person) else Q(huddle__unit__in=subtree_ids(of))
    return open_promises(Promise.objects.filter(where))


def elevations_visible_to(user: User) -> QuerySet[Elevation]:
    """What was raised in units within sight, and what a person raised."""
    seen = within_sight(user)
    if seen and user.is_authenticated and user.person:
        seen |= Q(raised_by=user.person)
    return Elevation.objects.filter(seen).select_related("unit", "raised_by", "theme")


def elevations_of(person: Person) -> QuerySet[Elevation]:
    """What one person raised, newest first."""
    return Elevation.objects.filter(raised_by=person).select_related("unit", "theme")


def previous_huddle(huddle: Huddle) -> Huddle | None:
    """The team's last huddle of this kind that was held before this one."""
    earlier = Huddle.objects.filter(unit=huddle.unit_id, kind=huddle.kind, planned_at__lt=huddle.planned_at)
    return earlier.filter(started_at__isnull=False).order_by("-planned_at").first()


def agenda_of(huddle: Huddle, at: datetime) -> Agenda:
    """The agenda from the team's evidence since its last huddle. An ended huddle keeps the view it had at its end."""
    until = min(at, huddle.ended_at) if huddle.ended_at else at
    last = previous_huddle(huddle)
    since = (last.started_at or last.planned_at) if last else until - pieces.FIRST_LOOK_BACK
    steps = agenda_steps(huddle)
    unit_ids = subtree_ids(huddle.unit)
    return Agenda(
        huddle=huddle,
        since=since,
        steps=steps,
        promises=promises_to_look_at(huddle, until),
        last_pulse=last.pulse if last else None,
        themes=pieces.themes_that_hurt(unit_ids, until),
        **_evidence(huddle, {step.key for step in steps}, unit_ids, since, until),
    )


def _evidence(
    huddle: Huddle, steps: set[str], unit_ids: list[int], since: datetime, until: datetime
) -> dict[str, Any]:
    """What the steps of this huddle ask for, and nothing else."""
    found: dict[str, Any] = {}
    said = pieces.signals_between(unit_ids, since, until)
    if "praise" in steps:
        most = pieces.SHOWN if "parts" in steps else 1
        found["praise"] = pieces.praise_in(unit_ids, said, since, until, most)
        found["pain"] = pieces.pain_in(said)
    if steps & {"number", "figures"}:
        aims = aims_of(huddle.unit, until)
        found["aims"] = aims if "figures" in steps else [aim for aim in aims if aim.is_experience][:1]
        found["number"] = None if found["aims"] else number_of(unit_ids, until)
    if "moved" in steps:
        found["parts"], found["moves"] = parts_and_moves(huddle.unit, until)
    if "help" in steps:
        found["waiting"] = waiting_cases(unit_ids, until)
    if "today" in steps:
        found["days"] = days_of(list(members_of(huddle.unit)), until)
        found["handed"] = handed_over(unit_ids, since, until)
    if "parts" in steps:
        found["raised_below"] = list(raised_below(huddle.unit, since, until))
        found["of_members"] = list(promised_elsewhere(huddle.unit, until))
    return found


def raised_below(unit: Unit, since: datetime, until: datetime) -> QuerySet[Elevation]:
    """What the parts of a unit raised since its last huddle, newest first."""
    raised = Elevation.objects.filter(unit__in=subtree_ids(unit), raised_at__gt=since, raised_at__lte=until)
    return raised.exclude(unit=unit).select_related("unit", "raised_by")[: pieces.SHOWN * 2]


def promised_elsewhere(unit: Unit, at: datetime) -> QuerySet[Promise]:
    """What the members of a huddle promised in their own teams, due within a week."""
    theirs = Promise.objects.filter(person__in=members_of(unit), due_on__lte=timezone.localdate(at) + SOON)
    return open_promises(theirs.exclude(huddle__unit=unit))[: pieces.SHOWN * 2]


def promises_to_look_at(huddle: Huddle, until: datetime) -> list[PromiseLine]:
    """Every promise of the team's earlier huddles that was not settled before the last one, whatever its kind."""
    held = Huddle.objects.filter(unit=huddle.unit_id, started_at__isnull=False)
    last = held.filter(planned_at__lt=huddle.planned_at).order_by("-planned_at").first()
    since = last.started_at if last else until - pieces.FIRST_LOOK_BACK
    reviews = PromiseReview.objects.filter(at__lte=until).order_by("at", "id")
    earlier = Promise.objects.filter(huddle__unit=huddle.unit_id, made_at__lte=until).exclude(huddle=huddle)
    settled = earlier.filter(reviews__outcome__in=SETTLED, reviews__at__lte=since).exclude(
        reviews__huddle=huddle
    )
    seen = earlier.exclude(pk__in=settled.values("pk")).select_related("person")
    away = away_from(huddle)
    return [
        _line(promise, huddle, until, away) for promise in seen.prefetch_related(Prefetch("reviews", reviews))
    ]


def _line(promise: Promise, huddle: Huddle, until: datetime, away: set[int]) -> PromiseLine:
    reviews = list(promise.reviews.all())
    carried = sum(review.outcome == PromiseReview.Outcome.NOT_YET for review in reviews)
    last = reviews[-1] if reviews else None
    note = last.note if last else ""
    if last and last.outcome in SETTLED:
        return PromiseLine(promise, last.outcome, note, carried)
    if last and last.huddle_id == huddle.pk:
        return PromiseLine(promise, "carried", note, carried)
    state = "due" if promise.due_on <= timezone.localdate(until) else "open"
    where = "left" if promise.person.left_on else "away" if promise.person_id in away else ""
    return PromiseLine(promise, state, note, carried, where)
