"""What decisions tell: one can look back on one, a letter waits for a click, one was registered by letter in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind
from groundswell.listen.channels.connections.models import FiledLetter

from .by_letter import letters_to_take
from .filing import who_proved
from .models import RegisteredDecision
from .queries import GRACE, decisions_visible_to, look_back_on, to_look_at
from .rules import limits_through_time


def look_backs(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What one can look back on and nobody did, to who registered it, who answers for it and the office; again when it is overdue.

    Asked of all that is due, not of a time: a day may be named when it is long over.
    """
    today = localdate(until)
    office, rules = _office(), limits_through_time()
    for decision in to_look_at(RegisteredDecision.objects.all(), today):
        due = look_back_on(decision, rules)
        assert due is not None  # noqa: S101 only what took effect is due
        is_late = today > due + GRACE
        for person_id in sorted({decision.filed_by_id, decision.owner_id, *office} - {None}):
            yield NewTiding(
                person_id=person_id,
                subject_id=decision.pk,
                key=f"{decision.pk}-{due}{'-late' if is_late else ''}",
                at=until,
                words="Nobody has said yet what came of a decision"
                if is_late
                else "One can see what came of a decision",
                link=reverse("decisions:decision", args=[decision.pk]),
            )


def still_to_look_at(decisions: QuerySet[RegisteredDecision], user: User) -> QuerySet[RegisteredDecision]:
    """Until somebody says what came of it."""
    return to_look_at(decisions, localdate())


def letters_waiting(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """Letters that nobody proved to have sent, to the colleague whose address they carry; letters that could not be used, to
    whose filing address they went; both to the office."""
    waiting, office = still_waiting(FiledLetter.objects.all()), _office()
    for letter in waiting.filter(read_at__gt=since, read_at__lte=until):
        owner = who_proved(letter.proof)
        sender = Person.objects.filter(email__iexact=letter.sender, left_on=None).values_list("pk", flat=True)
        for person_id in sorted({*([owner.pk] if owner else sender), *office}):
            yield NewTiding(
                person_id=person_id,
                subject_id=letter.pk,
                key=f"{letter.pk}",
                at=letter.read_at,
                words="A letter about a decision could not be used: put it right"
                if letter.problem
                else "A letter about a decision waits for somebody to say that it is ours",
                link=reverse("decisions:letter", args=[letter.pk]),
            )


def still_waiting(letters: QuerySet[FiledLetter], user: User | None = None) -> QuerySet[FiledLetter]:
    """Until somebody takes it or throws it away."""
    return letters.exclude(words="")


def filed_by_letter(since: datetime, until: datetime) -> Iterator[NewTiding]:
    """What was registered by letter, to whose filing address it went: who did not write it renews that."""
    door = RegisteredDecision.Door.LETTER
    made = RegisteredDecision.objects.filter(door=door, filed_at__gt=since, filed_at__lte=until)
    for decision in made.filter(filed_by__isnull=False):
        yield NewTiding(
            person_id=decision.filed_by_id,
            subject_id=decision.pk,
            key=f"{decision.pk}",
            at=decision.filed_at,
            words="A decision was registered by letter in your name",
            link=reverse("decisions:decision", args=[decision.pk]),
        )


def _office() -> list[int]:
    people = User.objects.filter(role=User.Role.OFFICE, is_active=True, person__isnull=False)
    return list(people.values_list("person", flat=True))


TIDINGS = (
    TidingKind(
        "decision.look_back", "A decision can be looked back on", "1 decision can be looked back on", "{n} decisions can be looked back on",
        "decisions:list", look_backs, decisions_visible_to, still_to_look_at, Pace.DAILY, every=timedelta(hours=1),
    ),
    TidingKind(
        "decision.letter", "A letter about a decision waits", "1 letter about a decision waits", "{n} letters about decisions wait",
        "decisions:list", letters_waiting, letters_to_take, still_waiting, Pace.DAILY,
    ),
    TidingKind(
        "decision.filed", "A decision came by letter in my name", "1 decision came by letter in your name",
        "{n} decisions came by letter in your name", "decisions:list", filed_by_letter, decisions_visible_to, usual=Pace.NOW,
    ),
)  # fmt: skip
