"""What people do with a case: hand over, note a contact, close, ask again."""

from datetime import datetime
from types import EllipsisType

from django.db import IntegrityError, transaction
from django.db.models import F

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.listen.asking.actions import ask_customer
from groundswell.listen.asking.models import Suppression, Way
from groundswell.listen.complaints.actions import enter_in_register
from groundswell.listen.complaints.answering import NewAnswer, answer_complaint, hand_over_complaint
from groundswell.listen.complaints.errors import ComplaintRefusal
from groundswell.listen.complaints.models import Complaint, ComplaintAnswer
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.models import Invitation, KindOfScore, SurveyVersion

from . import errors
from .holding import hold_open, refuse_closed, refuse_taken
from .models import Case, Closure, ContactAttempt, Handover, RootCause, SecondAsk
from .opening import JOB
from .pausing import end_pause
from .queries import open_cases
from .rules import (
    ATTEMPTS_BEFORE_GIVING_UP,
    NEEDS_A_CONTACT,
    is_complaint,
    needs_an_answer,
    outcomes_open_to,
)
from .standing import write_standing


@transaction.atomic
def hand_over(
    case: Case,
    *,
    to: Person,
    why: str,
    by: Person | None,
    at: datetime,
    seen_owner: int | EllipsisType | None = ...,
) -> Handover:
    """Give an open case to somebody else; the clock keeps running.

    ``seen_owner`` is who had it when the giver looked: where it changed hands since, the second one is told.
    """
    held = hold_open(case)
    if seen_owner is not ...:
        refuse_taken(held, seen_owner)
    if held.owner_id == to.pk:
        raise errors.OwnerCannotChange(f"{to} has this case already. Choose somebody else.")
    if to.left_on:
        raise errors.OwnerCannotChange(f"{to} has left. Choose somebody who still works here.")
    handover = Handover.objects.create(case=held, to=to, why=why, by=by, at=at)
    held.owner = to
    held.save(update_fields=["owner"])
    case.owner = to
    record("handed over a case", held, by=by or JOB, at=at, to=to.name, why=why)
    _hand_over_complaint(held, to=to, why=why, by=by, at=at)
    return handover


def _hand_over_complaint(case: Case, *, to: Person, why: str, by: Person | None, at: datetime) -> None:
    """One matter has one owner: the entry in the register goes with its case."""
    complaint = Complaint.objects.filter(signal=case.signal_id).exclude(owner=to).first()
    if complaint:
        hand_over_complaint(complaint, to=to, why=why, by=by, at=at)


def follow_complaints(*, at: datetime) -> int:
    """Open cases go with their complaint where that was given to somebody else. Returns how many went."""
    apart = open_cases().filter(signal__complaint__owner__isnull=False)
    apart = apart.exclude(owner=F("signal__complaint__owner")).select_related("signal__complaint__owner")
    went = 0
    for case in apart:
        try:
            to = case.signal.complaint.owner
            hand_over(case, to=to, why="The complaint was given to them", by=None, at=at)
            went += 1
        except errors.CaseRefusal:
            continue
    return went


@transaction.atomic
def answer_case(case: Case, new: NewAnswer, *, by: Person | None, at: datetime) -> ComplaintAnswer:
    """Give the final answer to the complaint behind a case; its entry is made where the register has none yet."""
    held = hold_open(case)
    if not is_complaint(held):
        raise errors.NoComplaint
    complaint = enter_in_register(held.signal, by=by or JOB, at=at)
    try:
        return answer_complaint(complaint, new, by=by, at=at)
    except ComplaintRefusal as refusal:
        raise errors.AnswerRefused(str(refusal)) from refusal


@transaction.atomic
def take_as_complaint(signal: Signal, *, by: object, at: datetime) -> Complaint:
    """Somebody who read a voice says that it is a complaint: it has its entry, with whoever has its case already."""
    complaint = enter_in_register(signal, by=by, at=at)
    case = open_cases().filter(signal=signal, owner__left_on=None).exclude(owner=None).first()
    if case and case.owner and case.owner_id != complaint.owner_id:
        hand_over_complaint(complaint, to=case.owner, why="They have its case", by=None, at=at)
    return complaint


@transaction.atomic
def note_attempt(
    case: Case, *, channel: str, reached: bool, note: str = "", by: Person | None, at: datetime
) -> ContactAttempt:
    """Note that somebody tried to get back to the customer, reached or not."""
    held = hold_open(case)
    if reached:
        end_pause(held, because="the customer was reached", at=at)
    attempt = ContactAttempt.objects.create(
        case=held, channel=channel, reached=reached, note=note, by=by, at=at
    )
    write_standing([held.pk])
    record(
        "contacted a customer" if reached else "tried to contact a customer",
        held,
        by=by or JOB,
        at=at,
        channel=channel,
    )
    return attempt


@transaction.atomic
def close_case(
    case: Case,
    *,
    outcome: str,
    root_cause: RootCause,
    note: str = "",
    promises_go_on: bool = False,
    by: Person | None,
    at: datetime,
) -> Closure:
    """End the follow-up with a customer. The first closure stands. Open promises go on only where somebody says so."""
    held = hold_open(case)
    promised = held.follow_ups.filter(end=None).count()
    if promised and not promises_go_on:
        raise errors.FollowUpsStandOpen(promised)
    if needs_an_answer(held):
        raise errors.ComplaintNeedsAnAnswer
    _check_outcome(held, outcome)
    end_pause(held, because="the case was closed", at=at)
    try:
        with transaction.atomic():
            closure = Closure.objects.create(
                case=held, outcome=outcome, root_cause=root_cause, note=note, by=by, at=at
            )
    except IntegrityError:
        refuse_closed(held)
        raise
    write_standing([held.pk])
    record("closed a case", held, by=by or JOB, at=at, outcome=outcome, root_cause=root_cause.name)
    return closure


def ask_again(case: Case, *, at: datetime, by: object = JOB) -> SecondAsk:
    """Ask the customer of a closed case once more. Never twice, and only where the rules of asking allow it.

    Where they do not, the reason is kept with the customer's other asks, and said.
    """
    outcome = _ask_again(case, at=at, by=by)
    if isinstance(outcome, Suppression):
        raise errors.CustomerMayNotBeAsked(outcome.sentence)
    return outcome


@transaction.atomic
def _ask_again(case: Case, *, at: datetime, by: object) -> SecondAsk | Suppression:
    held = Case.objects.select_for_update().get(pk=case.pk)
    version = _check_second_ask(held)
    signal = held.signal
    asked = ask_customer(
        signal.customer,
        version,
        way=Way.SECOND,
        key=f"case-{held.pk}",
        occasion=f"case {held.pk}",
        by=by,
        by_hand=by != JOB,
        continues=signal.invitation_id,
        at=at,
        touchpoint=signal.touchpoint,
        unit=held.unit,
        episode_at=held.closure.at,
    )
    if isinstance(asked, Suppression):
        return asked
    second = SecondAsk.objects.create(case=held, invitation=asked.invitation, at=at)
    record("asked again", held, by=by, at=at)
    return second


def _check_outcome(case: Case, outcome: str) -> None:
    if outcome in outcomes_open_to(case):
        return
    if outcome in NEEDS_A_CONTACT:
        raise errors.ClosureNeedsAContact
    if outcome == Closure.Outcome.LEARNED or case.attempts.filter(reached=True).exists():
        raise errors.CustomerCanBeReached
    raise errors.ClosureNeedsMoreAttempts(case.attempts.count(), ATTEMPTS_BEFORE_GIVING_UP)


def _check_second_ask(case: Case) -> SurveyVersion:
    if not Closure.objects.filter(case=case).exists():
        raise errors.CaseStillOpen
    asked = SecondAsk.objects.filter(case=case).first()
    if asked:
        raise errors.CustomerAlreadyAskedAgain(asked.at)
    if case.signal is None:
        raise errors.CustomerMayNotBeAsked("Nothing was said in this case, so there is nothing to ask again.")
    if case.customer is None:
        raise errors.CustomerMayNotBeAsked("Nobody knows who this customer is. Nobody is asked.")
    invitation = case.signal.invitation
    if invitation and invitation.purpose == Invitation.Purpose.SECOND_ASK:
        raise errors.CustomerMayNotBeAsked(
            "This case came from a second answer. Nobody is asked a third time."
        )
    version = _version_for(case)
    if version is None:
        raise errors.CustomerMayNotBeAsked("There is no open survey to ask with. Open one, then ask again.")
    return version


def _version_for(case: Case) -> SurveyVersion | None:
    """The latest wording of the survey that was answered, else of the touchpoint's, else of any about an experience."""
    wordings = SurveyVersion.objects.filter(survey__closed_at=None).order_by("-number", "id")
    signal = case.signal
    same = wordings.filter(survey=signal.version.survey_id) if signal.version else wordings.none()
    experience = wordings.filter(survey__kind_of_score=KindOfScore.EXPERIENCE)
    there = (
        experience.filter(survey__touchpoint=signal.touchpoint_id)
        if signal.touchpoint_id
        else wordings.none()
    )
    return same.first() or there.first() or experience.first()
