"""Who belongs to a huddle, and whose turn it is to facilitate."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from groundswell.foundation.access.queries import colleagues
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.presence import absences_on
from groundswell.foundation.organisation.queries import people_in

from .models import Huddle

LEADING = (Person.Post.LEAD, Person.Post.HEAD, Person.Post.EXECUTIVE)


def members_of(unit: Unit) -> QuerySet[Person]:
    """A team: who works in it. A unit with parts: who leads it and who answers for each part, up to the executive team.

    Where nobody is found that way, everybody below. Partners look on from outside.
    """
    here = colleagues().order_by("name", "id")
    own = Q(unit=unit, post__in=LEADING) if unit.children.exists() else Q(unit=unit)
    found = here.filter(own | Q(pk__in=unit.children.filter(owner__isnull=False).values("owner")))
    return found if found.exists() else people_in(unit).order_by("name", "id")


def next_in_turn(
    unit: Unit,
    kind: str,
    *,
    at: datetime,
    on: datetime | None = None,
    besides: Collection[int] = (),
    apart_from: Huddle | None = None,
) -> Person | None:
    """Whoever has facilitated longest ago, of equals the first by name; who never did comes first. None where nobody is.

    Only huddles that were held or are still to come are a turn, none that was called off; ``besides`` names who is away. Who is absent ``on`` its day is
    left out as long as somebody else is there.
    """
    counted = Huddle.objects.filter(Q(started_at__isnull=False) | Q(planned_at__gte=at), unit=unit, kind=kind)
    counted = counted.filter(called_off_at=None)
    if apart_from is not None:
        counted = counted.exclude(pk=apart_from.pk)
    last = dict(counted.order_by().values_list("facilitator").annotate(Max("planned_at")))
    people = [person for person in members_of(unit) if person.pk not in besides]
    absent = absent_on(on) if on else set()
    people = [person for person in people if person.pk not in absent] or people
    never = datetime.min.replace(tzinfo=at.tzinfo)
    return min(people, key=lambda person: last.get(person.pk, never), default=None)


def coming_huddles(unit: Unit, kind: str, at: datetime) -> QuerySet[Huddle]:
    """What is planned after this moment, not started and not called off, the next one first."""
    coming = Huddle.objects.filter(
        unit=unit, kind=kind, planned_at__gt=at, started_at=None, called_off_at=None
    )
    return coming.select_related("facilitator", "unit").order_by("planned_at", "id")


def absent_on(moment: datetime) -> set[int]:
    """The numbers of those who said long before that they are away on that day."""
    return set(absences_on(timezone.localdate(moment)).values_list("person", flat=True))


def away_from(huddle: Huddle) -> set[int]:
    """Who is away from this huddle: by a tap, or absent that day and not seen here all the same."""
    return away_by(huddle, dict(huddle.attendances.values_list("person", "is_here")))


def away_by(huddle: Huddle, noted: Mapping[int, bool]) -> set[int]:
    """The same where it is known already who was noted."""
    absent = {person for person in absent_on(huddle.planned_at) if not noted.get(person)}
    return absent | {person for person, is_here in noted.items() if not is_here}


def led_by(person: Person) -> QuerySet[Unit]:
    """The units in whose huddles somebody sits because they answer for a part."""
    return Unit.objects.filter(children__owner=person).order_by(F("name"))
