"""Who is away and who stands in, who speaks which language and knows about what."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.history.actions import record

from .models import Ability, Absence, Person


class AbsenceRefused(Exception):
    """An absence could not be noted; the words say what to change."""


def absences_on(day: date) -> QuerySet[Absence]:
    """Who is away on this day."""
    standing = Absence.objects.filter(taken_back_at=None, starts_on__lte=day, ends_on__gte=day)
    return standing.select_related("person", "stand_in")


def absences_from(day: date) -> QuerySet[Absence]:
    """Who is away on this day or later, the next first."""
    standing = Absence.objects.filter(taken_back_at=None, ends_on__gte=day)
    return standing.select_related("person", "stand_in").order_by("starts_on", "person__name")


def present_or_stand_in(person: Person, day: date) -> Person | None:
    """Who is there for this person on this day: themselves, else who stands in for them, else nobody."""
    away = {absence.person_id: absence for absence in absences_on(day)}
    seen: set[int] = set()
    here: Person | None = person
    while here is not None and (here.pk in away or here.left_on):
        if here.pk in seen or here.pk not in away:
            return None
        seen.add(here.pk)
        here = away[here.pk].stand_in
    return here


@transaction.atomic
def note_absence(
    person: Person,
    *,
    starts_on: date,
    ends_on: date,
    stand_in: Person | None,
    by: Person | None,
    at: datetime,
) -> Absence:
    """Somebody is away on these days, both included. One absence at a time."""
    Person.objects.select_for_update().get(pk=person.pk)
    if ends_on < starts_on:
        raise AbsenceRefused("The last day comes before the first. Change one of them.")
    if stand_in is not None and stand_in.pk == person.pk:
        raise AbsenceRefused("Nobody stands in for themselves. Choose somebody else.")
    if stand_in is not None and stand_in.left_on:
        raise AbsenceRefused(f"{stand_in} has left. Choose somebody who still works here.")
    other = Absence.objects.filter(
        person=person, taken_back_at=None, starts_on__lte=ends_on, ends_on__gte=starts_on
    ).first()
    if other:
        raise AbsenceRefused(f"{other} already. Take that back first, or choose other days.")
    absence = Absence.objects.create(
        person=person, starts_on=starts_on, ends_on=ends_on, stand_in=stand_in, by=by, at=at
    )
    record("noted an absence", absence, by=by or "The organisation", at=at, until=ends_on.isoformat())
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, by: Person | None, at: datetime) -> None:
    """They are here after all, or back already. Twice is once."""
    if Absence.objects.filter(pk=absence.pk, taken_back_at=None).update(taken_back_at=at):
        record("took back an absence", absence, by=by or "The organisation", at=at)


@transaction.atomic
def set_abilities(
    person: Person, *, languages: Iterable[str], skills: Iterable[str], by: Person | None, at: datetime
) -> None:
    """What this person speaks and knows about, from now on. Languages are codes such as fr; skills any words."""
    wanted = {(Ability.Kind.LANGUAGE.value, one.strip().casefold()) for one in languages}
    wanted |= {(Ability.Kind.SKILL.value, " ".join(one.split())) for one in skills}
    wanted = {(kind, name) for kind, name in wanted if name}
    held = {(one.kind, one.name): one for one in person.abilities.select_for_update()}
    if wanted == set(held):
        return
    Ability.objects.filter(pk__in=[one.pk for key, one in held.items() if key not in wanted]).delete()
    Ability.objects.bulk_create(
        Ability(person=person, kind=kind, name=name) for kind, name in sorted(wanted - set(held))
    )
    record("set abilities", person, by=by or "The organisation", at=at, n=len(wanted))


def known_skills() -> list[str]:
    """Every skill that somebody has, by name."""
    skills = Ability.objects.filter(kind=Ability.Kind.SKILL)
    return list(skills.order_by("name").values_list("name", flat=True).distinct())
