"""Who coaches whom: a named peer, else whoever answers for the unit."""

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids

from .models import Coach


def coach_of(person: Person) -> Person | None:
    """The named peer; else the owner of the nearest unit above who is somebody else and still here."""
    named = Coach.objects.filter(person=person, ended_at=None, coach__left_on=None).select_related("coach")
    if peer := named.first():
        return peer.coach
    chain = person.unit.ancestors(include_self=True).select_related("owner")
    owners = (unit.owner for unit in reversed(chain))
    return next((one for one in owners if one and one.left_on is None and one.pk != person.pk), None)


def may_coach(person: Person) -> QuerySet[Person]:
    """Who may be named: colleagues of the same unit or of one above, who read its voices anyway."""
    above = person.unit.ancestors(include_self=True).values_list("pk", flat=True)
    return Person.objects.filter(unit__in=list(above), left_on=None).exclude(pk=person.pk).order_by("name")


def people_coached_by(coach: Person | None) -> QuerySet[Person]:
    """Everybody whose coach this is, by name: never in the order of anything that they did."""
    if coach is None:
        return Person.objects.none()
    named = dict(
        Coach.objects.filter(ended_at=None, coach__left_on=None).values_list("person_id", "coach_id")
    )
    own = {person for person, by in named.items() if by == coach.pk}
    own |= {person for person in _led_by(coach) if person not in named}
    return Person.objects.filter(pk__in=own, left_on=None).select_related("unit").order_by("name", "pk")


def _led_by(coach: Person) -> set[int]:
    """Those for whom the nearest other owner above is this one."""
    owned = list(coach.owned_units.all())
    if not owned or coach.left_on is not None:
        return set()
    units = {unit for top in owned for unit in subtree_ids(top)}
    tree = dict(Unit.objects.values_list("pk", "parent_id"))
    owners = dict(Unit.objects.filter(owner__left_on=None).values_list("pk", "owner_id"))
    people = Person.objects.filter(unit__in=units, left_on=None).exclude(pk=coach.pk)
    return {
        person
        for person, unit in people.values_list("pk", "unit_id")
        if _owner(person, unit, tree, owners) == coach.pk
    }


def _owner(
    person: int, unit: int | None, tree: dict[int, int | None], owners: dict[int, int | None]
) -> int | None:
    while unit is not None:
        owner = owners.get(unit)
        if owner and owner != person:
            return owner
        unit = tree[unit]
    return None


def coaches(user: User, person: Person) -> bool:
    """Whether this reader coaches that colleague."""
    return user.person is not None and people_coached_by(user.person).filter(pk=person.pk).exists()
