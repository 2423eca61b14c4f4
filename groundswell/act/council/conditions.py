"""The conditions of a decision: put with an owner and a day, given to somebody else, met or not met."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from .errors import AlreadySettled, NotYourTurn
from .models import Condition, Decision, Entrusting, Fulfilment
from .rules import must_say


@dataclass(frozen=True, slots=True)
class OnCondition:
    """What must come true, who sees to it, and by when."""

    words: str
    owner: Person
    due_on: date


def put_conditions(decision: Decision, wanted: Iterable[OnCondition], today: date) -> list[str]:
    """Write them down with the decision, and give them back in words. Raises WordsMissing, NotYourTurn."""
    put = []
    for one in wanted:
        words = must_say(one.words, "Say what must come true.")[:600]
        _must_be_able(one.owner, one.due_on, today)
        put.append(Condition(decision=decision, words=words, owner=one.owner, due_on=one.due_on))
    Condition.objects.bulk_create(put)
    return [f"{one.words} ({one.owner}, {one.due_on})" for one in put]


@transaction.atomic
def entrust_condition(
    condition: Condition, *, owner: Person, due_on: date, why: str, by: object, at: datetime
) -> Condition:
    """Somebody else sees to it, or it has another day, from now on. What held before is kept with the reason."""
    condition = _held(condition)
    _must_be_able(owner, due_on, localdate(at))
    why = must_say(why, "Say why: the body reads it.")
    before, day = condition.owner, condition.due_on
    kept = {"owner_before": before, "due_before": day, "why": why, "by": person_of(by), "at": at}
    Entrusting.objects.create(condition=condition, **kept)
    condition.owner, condition.due_on = owner, due_on
    condition.save(update_fields=["owner", "due_on"])
    said = {"owner": str(owner), "due_on": due_on, "owner_before": str(before or ""), "due_before": day}
    record("entrusted a condition", condition, by=by, at=at, why=why, **said)
    return condition


@transaction.atomic
def settle_condition(
    condition: Condition, *, is_met: bool, words: str, by: object, at: datetime
) -> Fulfilment:
    """Say that a condition was met, or was not, and what shows it. The first word stands.

    One that was not met calls its decision back: the body looks at it again from today on.
    """
    condition = _held(condition)
    words = must_say(words, "Say what shows it: the body reads it.")
    given = Fulfilment.objects.create(
        condition=condition, is_met=is_met, words=words, by=person_of(by), at=at
    )
    verb = "met a condition" if is_met else "did not meet a condition"
    record(verb, given, by=by, at=at, condition=condition.words, words=words)
    decision, today = condition.decision, localdate(at)
    if not is_met and (decision.review_on is None or decision.review_on > today):
        decision.review_on = today
        decision.save(update_fields=["review_on"])
    return given


def _held(condition: Condition) -> Condition:
    """As it is now, while nobody else acts on its decision. Raises AlreadySettled."""
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=condition.decision_id)
    found = Condition.objects.select_related("owner").get(pk=condition.pk)
    said = Fulfilment.objects.filter(condition=found).select_related("by").first()
    if said:
        raise AlreadySettled(
            f"{said.by or 'A job'} said already that this was {'met' if said.is_met else 'not met'}."
        )
    found.decision = decision
    return found


def _must_be_able(owner: Person, due_on: date, today: date) -> None:
    if owner.left_on is not None and owner.left_on <= today:
        raise NotYourTurn(f"{owner} has left. Choose somebody who works here.")
    if due_on < today:
        raise NotYourTurn(f"{due_on:%-d %B %Y} is over. Choose a day from today on for what must come true.")
