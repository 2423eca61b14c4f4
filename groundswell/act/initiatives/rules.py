"""Who may do what with an initiative."""

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS

from .errors import AtRest, InitiativeEnded, NotYourGate
from .models import Initiative, Risk


def may_run(user: User, initiative: Initiative) -> bool:
    """Who rolls out, spends and reaches milestones: those who steer, the owner and the sponsor."""
    return user.role in STEERS or user.person_id in {initiative.owner_id, initiative.sponsor_id}


def may_look_at(user: User, risk: Risk) -> bool:
    """Who weighs a risk anew: those who run the work, and whoever looks after it."""
    return may_run(user, risk.initiative) or user.person_id == risk.owner_id


def may_start(user: User) -> bool:
    """Who turns an approved decision into work."""
    return user.role in STEERS


def must_be_running(initiative: Initiative) -> None:
    """Raises InitiativeEnded."""
    if initiative.ended_at is not None:
        raise InitiativeEnded(f"{initiative} has ended. What comes next needs a decision of its own.")


def must_be_at_work(initiative: Initiative) -> None:
    """Raises InitiativeEnded, and AtRest while it rests."""
    must_be_running(initiative)
    if resting := initiative.rests.filter(ended_at=None).first():
        raise AtRest(f"It rests: {resting.because} Let it go on first.")


def may_name_the_sponsor(who: object, initiative: Initiative) -> bool:
    """Who says who lets the work through its gates: those who steer and the sponsor, never the owner alone."""
    if isinstance(who, User) and who.role in STEERS:
        return True
    person = person_of(who)
    return person is not None and person.pk == initiative.sponsor_id


def may_open_gate(user: User, initiative: Initiative) -> bool:
    """Who lets work through a gate: those who steer and the sponsor, but nobody their own work."""
    if user.person_id == initiative.owner_id:
        return False
    return user.role in STEERS or user.person_id == initiative.sponsor_id


def must_hold_the_gate(who: object, initiative: Initiative) -> None:
    """Raises NotYourGate, naming who may."""
    person = person_of(who)
    is_theirs = may_open_gate(who, initiative) if isinstance(who, User) else person == initiative.sponsor
    if not is_theirs or (person is not None and person.pk == initiative.owner_id):
        raise NotYourGate(
            f"{initiative.sponsor}, who sponsors it, or the advocacy office decides at this gate; nobody at the gate of their own work."
        )
