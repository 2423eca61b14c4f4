"""Hand work over, let it rest, let it go on, and end it with what was learned."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from groundswell.act.council.actions import conclude
from groundswell.act.council.money import money_of
from groundswell.act.initiatives.errors import AtRest, NotYours, OwnsAndSponsors, ReasonMissing
from groundswell.act.initiatives.models import Ending, Handover, Initiative, Rest
from groundswell.act.initiatives.rules import may_name_the_sponsor, must_be_at_work, must_be_running
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

Role = Handover.Role


@transaction.atomic
def hand_over(
    initiative: Initiative, *, role: str, to: Person, because: str, by: object, at: datetime
) -> Handover:
    """Give the work, or the word over its gates, to somebody else. Who had it before stays on record.

    Raises OwnsAndSponsors where both would be one person, NotYours where the owner names who lets the own work through.
    """
    initiative = _held(initiative)
    because = because.strip()
    if not because:
        raise ReasonMissing("Say why: the team and whoever takes it over read it.")
    before, other = (
        (initiative.owner, initiative.sponsor)
        if role == Role.OWNER
        else (initiative.sponsor, initiative.owner)
    )
    if to == before:
        raise OwnsAndSponsors(f"{to} has it already. Choose somebody else.")
    if to == other:
        raise OwnsAndSponsors(
            f"{to} would own the work and let it through its gates as well. Choose somebody else, or hand over the other part first."
        )
    if to.left_on is not None:
        raise OwnsAndSponsors(f"{to} has left. Choose somebody who is here.")
    if role == Role.SPONSOR and not may_name_the_sponsor(by, initiative):
        raise NotYours(
            f"{initiative.sponsor} or the advocacy office names another sponsor: nobody chooses who decides at the gates of their own work."
        )
    setattr(initiative, str(role), to)
    initiative.save(update_fields=[str(role)])
    made = Handover.objects.create(
        initiative=initiative, role=role, before=before, to=to, because=because, by=person_of(by), at=at
    )
    record("handed over", made, by=by, at=at, role=role, before=before.name, to=to.name, because=because)
    return made


@transaction.atomic
def let_rest(initiative: Initiative, *, because: str, by: object, at: datetime) -> Rest:
    """Let it rest. Where it runs already it goes on running, and its effect is still measured."""
    initiative = _held(initiative)
    must_be_at_work(initiative)
    if not because.strip():
        raise ReasonMissing("Say why it rests, and what would let it go on.")
    made = Rest.objects.create(initiative=initiative, because=because.strip(), began_at=at)
    record("let initiative rest", made, by=by, at=at, because=made.because)
    return made


@transaction.atomic
def go_on(initiative: Initiative, *, by: object, at: datetime) -> Rest:
    """Take it up again. Days that passed meanwhile are late from now on: plan them anew."""
    initiative = _held(initiative)
    resting = initiative.rests.filter(ended_at=None).first()
    if resting is None:
        raise AtRest("It does not rest.")
    resting.ended_at = at
    resting.save(update_fields=["ended_at"])
    record("let initiative go on", resting, by=by, at=at)
    return resting


@transaction.atomic
def end_initiative(
    initiative: Initiative, *, learned: str, by: object, at: datetime, how: str = Ending.How.DONE
) -> Initiative:
    """The work is done, or stopped. What is not spent goes back to the envelope; its effect is still measured."""
    initiative = _held(initiative)
    if not learned.strip():
        raise ReasonMissing("Say what was learned: the next ones read it before they begin.")
    initiative.rests.filter(ended_at=None).update(ended_at=at)
    initiative.ended_at = at
    initiative.save(update_fields=["ended_at"])
    ending = Ending.objects.create(
        initiative=initiative, how=how, learned=learned.strip(), returned=max(Decimal(0), money_of(initiative.decision).left),
        by=person_of(by), at=at,
    )  # fmt: skip
    conclude(initiative.decision, by=by, at=at)
    record(
        "ended initiative",
        initiative,
        by=by,
        at=at,
        how=how,
        learned=ending.learned,
        returned=ending.returned,
    )
    return initiative


def _held(initiative: Initiative) -> Initiative:
    """As it is now, while nobody else changes it. Raises InitiativeEnded."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    found = Initiative.objects.select_related("decision__proposal", "owner", "sponsor").get(pk=initiative.pk)
    must_be_running(found)
    return found
