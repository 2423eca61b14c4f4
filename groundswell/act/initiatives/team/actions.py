"""Somebody joins or leaves the team; a capability is wanted, and found."""

from datetime import date, datetime, timedelta

from django.db import transaction

from groundswell.act.initiatives.errors import AlreadyInTheTeam, AlreadyMet, ReasonMissing
from groundswell.act.initiatives.models import Initiative, TeamMember, Want
from groundswell.act.initiatives.rules import must_be_running
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person


@transaction.atomic
def join_team(
    initiative: Initiative,
    person: Person,
    *,
    function: str,
    share: int,
    from_on: date,
    by: object,
    at: datetime,
) -> TeamMember:
    """Somebody works on it from a day on, with so many per cent of their time."""
    must_be_running(Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk))
    if initiative.team.until(from_on + timedelta(days=1)).filter(person=person).exists():
        raise AlreadyInTheTeam(f"{person} is in the team. Let them leave first, then say the new share.")
    member = TeamMember.objects.create(
        initiative=initiative, person=person, function=function.strip(), share=share, from_on=from_on
    )
    record("joined team", member, by=by, at=at, person=person.name, function=function, share=share)
    return member


@transaction.atomic
def leave_team(member: TeamMember, *, until_on: date, by: object, at: datetime) -> TeamMember:
    """Their last day. The first one named stands."""
    member = TeamMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if member.until_on is None:
        member.until_on = max(until_on, member.from_on)
        member.save(update_fields=["until_on"])
        record("left team", member, by=by, at=at, until_on=member.until_on)
    return member


@transaction.atomic
def want_capability(initiative: Initiative, *, what: str, by_on: date, by: object, at: datetime) -> Want:
    """Say what the work needs and has not. Its sponsor sees it until it is found."""
    must_be_running(Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk))
    want = Want.objects.create(initiative=initiative, what=what.strip(), by_on=by_on, wanted_at=at)
    record("wanted capability", want, by=by, at=at, what=what, by_on=by_on)
    return want


@transaction.atomic
def find_capability(want: Want, *, source: str, found: str, by: object, at: datetime) -> Want:
    """Say who brings it, from inside or as a service provider. The first time stands."""
    want = Want.objects.select_for_update(of=("self",)).get(pk=want.pk)
    if want.found_at is not None:
        raise AlreadyMet(f"It was found before: {want.found}.")
    if not found.strip():
        raise ReasonMissing("Say who brings it.")
    want.source, want.found, want.found_at = source, found.strip(), at
    want.save(update_fields=["source", "found", "found_at"])
    record("found capability", want, by=by, at=at, source=source, found=want.found)
    return want
