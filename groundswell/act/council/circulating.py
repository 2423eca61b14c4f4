"""Votes between two meetings: asked for until a day, with a reason; any seat may want to talk about it first."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record

from .actions import hold_proposal
from .errors import AlreadySettled, ConflictOfInterest, NotYourSeat, NotYourTurn
from .models import Circulation, Objection, Proposal
from .rules import must_be_open, must_say, steers
from .seats import decider_of, is_recused, seat_of


@transaction.atomic
def circulate(proposal: Proposal, *, until_on: date, why: str, by: object, at: datetime) -> Circulation:
    """Ask the seats to vote until a day, between meetings. Asked again, the newer day holds; not once a seat wants to talk."""
    proposal, today = hold_proposal(proposal), localdate(at)
    must_be_open(proposal)
    decider = decider_of(proposal, today)
    if not steers(by) and seat_of(by, proposal.body, today) != decider:
        raise NotYourSeat(
            f"{decider.person if decider else 'The chair'} or the advocacy office asks for votes between meetings."
        )
    if until_on <= today:
        raise NotYourTurn("Give them at least until tomorrow.")
    if Objection.objects.filter(circulation__proposal=proposal).exists():
        raise AlreadySettled("A seat wants to talk about it first. It is decided when the body meets.")
    given = {
        "until_on": until_on,
        "why": must_say(why, "Say why it does not wait for the meeting."),
        "by": person_of(by),
        "at": at,
    }
    asked, _ = Circulation.objects.update_or_create(proposal=proposal, defaults=given)
    record("circulated", asked, by=by, at=at, until_on=until_on, why=asked.why)
    return asked


@transaction.atomic
def ask_to_talk(proposal: Proposal, *, why: str, by: object, at: datetime) -> Objection:
    """A seat wants to talk about it first: from now on it is decided on a day on which the body meets. The first one stands."""
    proposal = hold_proposal(proposal)
    must_be_open(proposal)
    seat = seat_of(by, proposal.body, localdate(at))
    if is_recused(seat, proposal):
        raise ConflictOfInterest(
            f"{seat.person} keeps out of this proposal and says nothing of when it is decided."
        )
    asked = Circulation.objects.filter(proposal=proposal).first()
    if asked is None:
        raise NotYourTurn("Nobody asked for votes between meetings. It waits for the meeting already.")
    given = {"seat": seat, "why": must_say(why, "Say what you want to talk about."), "at": at}
    objection, is_new = Objection.objects.get_or_create(circulation=asked, defaults=given)
    if is_new:
        record("wanted to talk", objection, by=by, at=at, why=objection.why)
    return objection
