"""What is done with several cases at once: each by its own deed, and told one by one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import EllipsisType

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person

from . import errors
from .actions import close_case, hand_over
from .models import Case, RootCause
from .pausing import wait_for_customer
from .queries import cases_visible_to
from .rules import MAY_CLOSE_TOGETHER, may_act_on, may_take

MOST = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """A case as it was when somebody chose it: with its owner of that moment."""

    case: int
    owner: int | None

    @classmethod
    def read(cls, text: str) -> "Chosen":
        """From ``12-7``, or ``12-`` where nobody had it. ValueError where it is neither."""
        case, _, owner = text.partition("-")
        return cls(int(case), int(owner) if owner else None)

    def __str__(self) -> str:
        return f"{self.case}-{self.owner or ''}"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one chosen case; ``reason`` is empty where it was done."""

    case: int
    reason: str = ""


Deed = Callable[[Case, Chosen], object]
NOT_THERE = "This case is not there any more, or not within your sight."
NOT_YOURS = "Its owner, the team’s lead or the office act on it."


def cases_chosen(chosen: Iterable[Chosen], user: User) -> QuerySet[Case]:
    """The chosen cases within somebody's sight, the most urgent first."""
    return cases_visible_to(user).filter(pk__in=[one.case for one in chosen]).order_by("rank", "due_at", "id")


def take(case: Case, *, seen_owner: int | EllipsisType | None, user: User, at: datetime) -> object:
    """Whoever may act on a case, or works where nobody has it, takes it. The first one has it; the second is told."""
    if user.person and case.owner_id == user.person.pk:
        raise errors.OwnerCannotChange("You have this case already.")
    if not may_take(user, case):
        raise errors.NotYoursToTake(case.owner)
    by = user.person
    return hand_over(case, to=by, why="Takes it", by=by, at=at, seen_owner=seen_owner)


def take_together(chosen: list[Chosen], *, user: User, at: datetime) -> list[Told]:
    """Take each of them."""
    return _each(chosen, user, lambda case, one: take(case, seen_owner=one.owner, user=user, at=at))


def hand_over_together(chosen: list[Chosen], *, to: Person, why: str, user: User, at: datetime) -> list[Told]:
    """Give each of them to one person, with one why."""
    return _each(
        chosen,
        user,
        _acting(
            user,
            lambda case, one: hand_over(case, to=to, why=why, by=user.person, at=at, seen_owner=one.owner),
        ),
    )


def wait_together(chosen: list[Chosen], *, why: str, hours: int, user: User, at: datetime) -> list[Told]:
    """Stop the clock of each of them."""
    return _each(
        chosen,
        user,
        _acting(user, lambda case, _: wait_for_customer(case, why=why, hours=hours, by=user.person, at=at)),
    )


def close_together(
    chosen: list[Chosen], *, outcome: str, root_cause: RootCause, note: str, user: User, at: datetime
) -> list[Told]:
    """Close each of them with the same cause and outcome; each keeps a closure of its own, and each is judged alone."""
    if user.role not in MAY_CLOSE_TOGETHER:
        return [Told(one.case, "Only a lead or the office closes several cases at once.") for one in chosen]
    close = _acting(
        user,
        lambda case, _: close_case(
            case, outcome=outcome, root_cause=root_cause, note=note, by=user.person, at=at
        ),
    )
    return _each(chosen, user, close)


def _acting(user: User, deed: Deed) -> Deed:
    def guarded(case: Case, one: Chosen) -> object:
        if not may_act_on(user, case):
            raise errors.CaseRefusal(NOT_YOURS)
        return deed(case, one)

    return guarded


def _each(chosen: list[Chosen], user: User, deed: Deed) -> list[Told]:
    """One transaction for each: what could be done is done, whatever became of the others."""
    cases = cases_chosen(chosen, user).select_related("unit", "signal", "owner", "rule").in_bulk()
    told = []
    for one in chosen[:MOST]:
        try:
            if one.case not in cases:
                raise errors.CaseRefusal(NOT_THERE)
            deed(cases[one.case], one)
            told.append(Told(one.case))
        except errors.CaseRefusal as refusal:
            told.append(Told(one.case, str(refusal)))
    return told
