"""What people do with money: set an envelope; release, spend and take back what a decision approved.

No release above what was approved, no spend above what is released, no refund above its spend, and no envelope below what
is committed out of it. Every sum is checked while its decision, or its body, is held.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.look.numbers import whole_sum

from .errors import (
    AboveTheEnvelope,
    AlreadyConcluded,
    MoreThanApproved,
    MoreThanReleased,
    MoreThanSpent,
    NothingApproved,
    PeriodsOverlap,
)
from .models import Body, Conclusion, Decision, Envelope, Refund, Release, Spend
from .money import money_of, money_of_envelope
from .rules import must_say


@transaction.atomic
def set_envelope(
    body: Body, kind: str, *, begins_on: date, ends_on: date, amount: Decimal, by: object, at: datetime
) -> Envelope:
    """What a body may commit of one kind of money in a period. The same first day again changes its end and amount."""
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    if ends_on < begins_on:
        raise PeriodsOverlap("A period ends on or after the day on which it begins.")
    others = Envelope.objects.filter(body=body, kind=kind).exclude(begins_on=begins_on)
    other = others.filter(begins_on__lte=ends_on, ends_on__gte=begins_on).first()
    if other:
        raise PeriodsOverlap(
            f"From {other.begins_on:%-d %B %Y} to {other.ends_on:%-d %B %Y} there is one. Begin after it."
        )
    old = Envelope.objects.filter(body=body, kind=kind, begins_on=begins_on).first()
    if old and amount < (committed := money_of_envelope(old).committed):
        raise AboveTheEnvelope(
            f"{whole_sum(committed)} is committed already. An envelope is never below that."
        )
    last = old.decisions.order_by("-at").first() if old else None
    if last and ends_on < localdate(last.at):
        raise PeriodsOverlap(
            f"On {localdate(last.at):%-d %B %Y} money was approved out of it. End it on that day or later."
        )
    given = {"ends_on": ends_on, "amount": amount}
    envelope, _ = Envelope.objects.update_or_create(body=body, kind=kind, begins_on=begins_on, defaults=given)
    record("set an envelope", envelope, by=by, at=at, kind=kind, begins_on=begins_on, **given)
    return envelope


@transaction.atomic
def release_money(decision: Decision, amount: Decimal, *, what_for: str, by: object, at: datetime) -> Release:
    """Let a part of what was approved be spent from now on, never more than was approved."""
    decision = hold_for_spending(decision)
    money = money_of(decision)
    if amount > money.to_release:
        raise MoreThanApproved(
            f"{whole_sum(money.to_release)} of {whole_sum(money.approved)} is not released yet, and this is {whole_sum(amount)}. "
            "Ask the council for the difference first."
        )
    released = Release.objects.create(
        decision=decision,
        amount=amount,
        what_for=must_say(what_for, "Say what it is released for."),
        by=person_of(by),
        at=at,
    )
    record("released money", released, by=by, at=at, amount=amount, what_for=released.what_for)
    return released


@transaction.atomic
def spend_money(
    decision: Decision, amount: Decimal, *, what_for: str, on: date, by: object, at: datetime
) -> Spend:
    """Use money out of what is released, never more."""
    decision = hold_for_spending(decision)
    money = money_of(decision)
    if amount > money.to_spend:
        what_next = (
            "Have more of it released first."
            if money.to_release > 0
            else "Ask the council for the difference first."
        )
        raise MoreThanReleased(
            f"{whole_sum(money.to_spend)} of {whole_sum(money.approved)} is left to spend, and this is {whole_sum(amount)}. {what_next}"
        )
    spent = Spend.objects.create(
        decision=decision,
        amount=amount,
        what_for=must_say(what_for, "Say what it is spent for."),
        on=on,
        by=person_of(by),
        at=at,
    )
    record("spent", spent, by=by, at=at, amount=amount, what_for=spent.what_for)
    return spent


@transaction.atomic
def take_back(spend: Spend, amount: Decimal, *, why: str, by: object, at: datetime) -> Refund:
    """Money that was spent has come back, also after the work has ended."""
    Decision.objects.select_for_update(of=("self",)).get(pk=spend.decision_id)
    still = spend.still
    if amount > still:
        raise MoreThanSpent(
            f"{whole_sum(still)} of this spend can come back, and this is {whole_sum(amount)}."
        )
    refund = Refund.objects.create(
        spend=spend, amount=amount, why=must_say(why, "Say why it came back."), by=person_of(by), at=at
    )
    record("took back", refund, by=by, at=at, amount=amount, why=refund.why)
    return refund


def hold_for_spending(decision: Decision) -> Decision:
    """The decision while nobody else touches its money. Raises NothingApproved, AlreadyConcluded."""
    held = Decision.objects.select_for_update(of=("self",)).select_related("proposal").get(pk=decision.pk)
    if not held.approved:
        raise NothingApproved("This proposal was declined: there is no money to release or spend.")
    if held.proposal.adds_to_id:
        raise NothingApproved("This money is released and spent with the work that it adds to. Go on there.")
    if Conclusion.objects.filter(decision=held).exists():
        raise AlreadyConcluded("This work has ended, and what was left of its money is free again.")
    return held
