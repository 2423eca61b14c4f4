"""What a coach and a colleague do: plan, talk, agree, look again, write down. And who says who coaches."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.withholding import show_to

from . import errors
from .models import ActionReview, AgreedAction, Coach, Conversation, Note


@transaction.atomic
def name_coach(person: Person, coach: Person | None, *, by: User, at: datetime) -> Coach | None:
    """A peer coaches this colleague from now on; nobody named means whoever answers for the unit does."""
    if coach == person:
        raise errors.CoachIsNobodyElse
    if coach is not None and person.unit_id not in subtree_ids(coach.unit):
        raise errors.CoachCannotSee(coach, person.unit)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    Coach.objects.filter(person=person, ended_at=None).update(ended_at=at)
    made = coach and Coach.objects.create(person=person, coach=coach, named_by=str(by), named_at=at)
    record("named a coach", made or person, by=by, at=at, person=person.pk, coach=coach and coach.pk)
    return made


@transaction.atomic
def plan_conversation(
    coach: Person,
    person: Person,
    *,
    planned_at: datetime,
    voices: Iterable[Signal] = (),
    by: User,
    at: datetime,
) -> Conversation:
    """Plan the next one-to-one of two people, with the voices to talk about. There is one to come at a time."""
    if coach == person:
        raise errors.CoachIsNobodyElse
    try:
        with transaction.atomic():
            made = Conversation.objects.create(coach=coach, person=person, planned_at=planned_at)
    except IntegrityError:
        there = Conversation.objects.get(coach=coach, person=person, held_at=None, called_off_at=None)
        raise errors.ConversationAlreadyPlanned(_moment(there.planned_at)) from None
    made.voices.set(voices)
    record("planned a one-to-one", made, by=by, at=at)
    return made


@transaction.atomic
def bring_voices(conversation: Conversation, voices: Iterable[Signal], *, by: User, at: datetime) -> None:
    """Add voices to one that is to come."""
    held = _locked(conversation)
    if held.held_at:
        raise errors.ConversationAlreadyHeld(_moment(held.held_at))
    held.voices.add(*voices)
    record("brought voices to a one-to-one", held, by=by, at=at)


@transaction.atomic
def hold(conversation: Conversation, *, by: User, at: datetime) -> Conversation:
    """The two have talked: the person sees every voice that they talked about from now on."""
    held = _locked(conversation)
    if held.held_at:
        raise errors.ConversationAlreadyHeld(_moment(held.held_at))
    held.held_at = at
    held.save(update_fields=["held_at"])
    show_to(held.person, held.voices.all(), by=by, at=at)
    record("held a one-to-one", held, by=by, at=at)
    return held


@transaction.atomic
def call_off(conversation: Conversation, *, by: User, at: datetime) -> None:
    """It does not take place."""
    held = _locked(conversation)
    if held.held_at:
        raise errors.ConversationAlreadyHeld(_moment(held.held_at))
    held.called_off_at = at
    held.save(update_fields=["called_off_at"])
    record("called a one-to-one off", held, by=by, at=at)


@transaction.atomic
def agree(
    conversation: Conversation, *, person: Person, text: str, due_on: date, by: User, at: datetime
) -> AgreedAction:
    """One of the two will do something by a day."""
    held = _locked(conversation)
    if due_on < timezone.localdate(at):
        raise errors.DayHasPassed
    made = AgreedAction.objects.create(conversation=held, person=person, text=text, due_on=due_on, at=at)
    record("agreed on an action", made, by=by, at=at)
    return made


@transaction.atomic
def look_again(
    action: AgreedAction, conversation: Conversation, *, is_done: bool, words: str, by: User, at: datetime
) -> ActionReview:
    """Say in a later conversation whether it was done. What is said first stands."""
    if not is_done and not words:
        raise errors.NotYetNeedsAWord
    _locked(conversation)
    try:
        with transaction.atomic():
            made = ActionReview.objects.create(
                action=action, conversation=conversation, is_done=is_done, words=words, by=by.person, at=at
            )
    except IntegrityError:
        said = action.reviews.order_by("-is_done", "-at").select_related("by")
        first = said.filter(conversation=conversation).first() or said[0]
        raise errors.ActionAlreadyLookedAt(first.by, "done" if first.is_done else "not yet") from None
    record("looked at an agreed action again", made, by=by, at=at, is_done=is_done)
    return made


@transaction.atomic
def add_note(conversation: Conversation, *, text: str, by: User, at: datetime) -> Note:
    """One of the two writes something down; both read it."""
    made = Note.objects.create(conversation=conversation, author=by.person, text=text, at=at)
    record("wrote a note on a one-to-one", made, by=by, at=at)
    return made


def _locked(conversation: Conversation) -> Conversation:
    """The conversation, ours until the end of the transaction; refused when it was called off."""
    held = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if held.called_off_at:
        raise errors.ConversationCalledOff
    return held


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B, %H:%M}"
