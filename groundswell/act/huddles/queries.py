"""Ask the huddles. What a person may see is decided here once."""

from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import people_in, subtree_ids

from . import agenda as pieces
from .agenda import Agenda, PromiseLine
from .models import Elevation, Huddle, Promise, PromiseReview


def huddles_visible_to(user: User) -> QuerySet[Huddle]:
    """Huddles of the units within sight."""
    return Huddle.objects.filter(within_sight(user))


def with_promises(huddles: QuerySet[Huddle]) -> QuerySet[Huddle]:
    """The same with how many promises were made there and how many of them are kept."""
    kept = Count("promises", filter=Q(promises__reviews__kept=True), distinct=True)
    counted = huddles.annotate(made=Count("promises", distinct=True), kept=kept)
    return counted.select_related("unit", "facilitator").order_by("-planned_at", "-id")


def promises_visible_to(user: User) -> QuerySet[Promise]:
    """Promises made in huddles within sight, and a person's own."""
    own = Q(person=user.person) if user.is_authenticated and user.person else Q(pk__in=[])
    return Promise.objects.filter(within_sight(user, "huddle__unit") | own)


def promises_due(of: Person | Unit) -> QuerySet[Promise]:
    """What one person, or a unit and everything below it, has promised and not kept yet; the nearest day first."""
    where = Q(person=of) if isinstance(of, Person) else Q(huddle__unit__in=subtree_ids(of))
    return Promise.objects.filter(where).exclude(reviews__kept=True).select_related("person", "huddle__unit")


def elevations_visible_to(user: User) -> QuerySet[Elevation]:
    """What was raised in units within sight, and what a person raised."""
    own = Q(raised_by=user.person) if user.is_authenticated and user.person else Q(pk__in=[])
    return Elevation.objects.filter(within_sight(user) | own).select_related("unit", "raised_by", "theme")


def elevations_of(person: Person) -> QuerySet[Elevation]:
    """What one person raised, newest first."""
    return Elevation.objects.filter(raised_by=person).select_related("unit", "theme")


def previous_huddle(huddle: Huddle) -> Huddle | None:
    """The team's last huddle of this kind that was held before this one."""
    earlier = Huddle.objects.filter(unit=huddle.unit_id, kind=huddle.kind, planned_at__lt=huddle.planned_at)
    return earlier.filter(started_at__isnull=False).order_by("-planned_at").first()


def next_facilitator(unit: Unit, kind: str) -> Person | None:
    """Whose turn it is: after last time's facilitator by name, round and round. None where nobody works."""
    people = list(unit.people.filter(left_on=None).order_by("name", "id")) or list(
        people_in(unit).order_by("name", "id")
    )
    last = (
        Huddle.objects.filter(unit=unit, kind=kind)
        .order_by("-planned_at")
        .select_related("facilitator")
        .first()
    )
    if not people or last is None:
        return people[0] if people else None
    turn = (last.facilitator.name, last.facilitator.pk)
    return next((person for person in people if (person.name, person.pk) > turn), people[0])


def agenda_of(huddle: Huddle, at: datetime, target: float | None = None) -> Agenda:
    """The agenda from the team's evidence since its last huddle. An ended huddle keeps the view it had at its end."""
    until = min(at, huddle.ended_at) if huddle.ended_at else at
    last = previous_huddle(huddle)
    since = (last.started_at or last.planned_at) if last else until - pieces.FIRST_LOOK_BACK
    unit_ids = subtree_ids(huddle.unit)
    said = pieces.signals_between(unit_ids, since, until)
    return Agenda(
        huddle=huddle,
        since=since,
        promises=promises_to_look_at(huddle, since, until),
        praise=pieces.praise_in(said),
        pain=pieces.pain_in(said),
        number=pieces.number_of(unit_ids, until, target),
        waiting=pieces.waiting_cases(unit_ids, until),
        themes=pieces.themes_that_hurt(unit_ids, until),
        last_pulse=last.pulse if last else None,
    )


def promises_to_look_at(huddle: Huddle, since: datetime, until: datetime) -> list[PromiseLine]:
    """Every promise of the team's earlier huddles that was not kept before the last one."""
    reviews = PromiseReview.objects.filter(at__lte=until).order_by("at", "id")
    earlier = Promise.objects.filter(huddle__unit=huddle.unit_id, made_at__lte=until).exclude(huddle=huddle)
    settled = earlier.filter(reviews__kept=True, reviews__at__lte=since).exclude(reviews__huddle=huddle)
    seen = earlier.exclude(pk__in=settled.values("pk")).select_related("person")
    return [_line(promise, huddle, until) for promise in seen.prefetch_related(Prefetch("reviews", reviews))]


def _line(promise: Promise, huddle: Huddle, until: datetime) -> PromiseLine:
    reviews = list(promise.reviews.all())
    carried = sum(not review.kept for review in reviews)
    last = reviews[-1] if reviews else None
    if last and last.kept:
        return PromiseLine(promise, "kept", last.note, carried)
    if last and last.huddle_id == huddle.pk:
        return PromiseLine(promise, "carried", last.note, carried)
    state = "due" if promise.due_on <= until.date() else "open"
    return PromiseLine(promise, state, last.note if last else "", carried)
