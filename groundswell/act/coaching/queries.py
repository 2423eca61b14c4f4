"""Ask about coaching. What two people agreed is theirs alone; who may see what else is decided here once."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import people_in
from groundswell.listen.signals.models import Attribution, Signal
from groundswell.understand.scores.queries import MINIMUM_ABOUT_EMPLOYEES

from .models import ActionReview, AgreedAction, Appeal, Conversation


def conversations_visible_to(user: User) -> QuerySet[Conversation]:
    """The one-to-ones of a reader. Nobody reads those of others, whatever their role."""
    if not user.is_authenticated or user.person_id is None:
        return Conversation.objects.none()
    mine = Q(coach=user.person_id) | Q(person=user.person_id)
    return Conversation.objects.filter(mine).select_related("coach", "person__unit")


def planned(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Those to come, the next first."""
    return conversations.filter(held_at=None, called_off_at=None).order_by("planned_at", "id")


def held(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Those that took place, the last first."""
    return conversations.filter(held_at__isnull=False).order_by("-held_at", "-id")


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An agreed action and what was said about it in one conversation."""

    action: AgreedAction
    review: ActionReview | None
    carried: int


def actions_to_look_at(conversation: Conversation) -> list[ActionLine]:
    """What the two agreed before and had not done when this conversation began, with what they say about it here."""
    before = AgreedAction.objects.filter(
        conversation__coach=conversation.coach_id, conversation__person=conversation.person_id
    ).filter(conversation__planned_at__lt=conversation.planned_at)
    done_before = ActionReview.objects.filter(
        action=OuterRef("pk"), is_done=True, conversation__planned_at__lt=conversation.planned_at
    )
    found = before.exclude(conversation=conversation).filter(~Exists(done_before))
    lines = []
    for action in found.select_related("person").prefetch_related("reviews__by").order_by("due_on", "id"):
        reviews = list(action.reviews.all())
        here = next((one for one in reviews if one.conversation_id == conversation.pk), None)
        lines.append(ActionLine(action, here, sum(not one.is_done for one in reviews)))
    return lines


def open_actions_of(person: Person) -> QuerySet[AgreedAction]:
    """What somebody agreed to do and has not done, the nearest day first."""
    done = ActionReview.objects.filter(action=OuterRef("pk"), is_done=True)
    return (
        AgreedAction.objects.filter(~Exists(done), person=person)
        .select_related("conversation__coach", "conversation__person")
        .order_by("due_on", "id")
    )


def appeals_visible_to(user: User) -> QuerySet[Appeal]:
    """Own appeals, and those that a reader may decide."""
    found = Appeal.objects.filter(_own(user) | _to_decide(user))
    places = ("person", "unit", "right_person", "right_unit", "decision__by", "decision__attribution")
    return found.select_related("signal__touchpoint", "signal__unit", "signal__employee", *places)


def appeals_to_decide(user: User) -> QuerySet[Appeal]:
    """Appeals that wait for a decision of this reader, the oldest first."""
    waiting = appeals_visible_to(user).filter(_to_decide(user), decision=None, withdrawn_at=None)
    return waiting.order_by("at", "id")


def _own(user: User) -> Q:
    return Q(person=user.person_id) if user.is_authenticated and user.person_id else Q(pk__in=[])


def _to_decide(user: User) -> Q:
    """The office everywhere, a lead where they lead; nobody their own."""
    if not user.is_authenticated or not user.is_active or user.person_id is None:
        return Q(pk__in=[])
    if user.role == User.Role.OFFICE:
        return ~Q(person=user.person_id)
    if user.role == User.Role.LEAD:
        return Q(unit__in=units_visible_to(user)) & ~Q(person=user.person_id)
    return Q(pk__in=[])


def corrections_of(signal: Signal) -> QuerySet[Attribution]:
    """Every time a voice was said to be about somebody else, the first one first."""
    return signal.attributions.select_related("employee_before", "employee", "unit_before", "unit")


@dataclass(frozen=True, slots=True)
class TalksHeld:
    """How many colleagues of a part had a one-to-one; None where they are too few to say."""

    people: int
    had_one: int | None


def held_in(unit: Unit, since: datetime, until: datetime) -> TalksHeld:
    """How many of those who work in a unit and below it had a one-to-one, never about fewer than ten of them."""
    people = people_in(unit)
    number = people.count()
    if number < MINIMUM_ABOUT_EMPLOYEES:
        return TalksHeld(number, None)
    talks = Conversation.objects.filter(held_at__gt=since, held_at__lte=until)
    return TalksHeld(number, people.filter(pk__in=talks.order_by().values("person")).count())
