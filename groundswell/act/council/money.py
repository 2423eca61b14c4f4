"""What of a decision and of an envelope is committed, released, spent and left. Read here, kept by ``spending.py``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from .models import Body, Decision, Envelope, Proposal, Refund, Release, Spend

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Money:
    """What of one decision was approved, released and spent (refunds taken off)."""

    approved: Decimal = NOUGHT
    released: Decimal = NOUGHT
    spent: Decimal = NOUGHT
    is_concluded: bool = False

    @property
    def to_release(self) -> Decimal:
        """What was approved and is not released yet."""
        return NOUGHT if self.is_concluded else self.approved - self.released

    @property
    def to_spend(self) -> Decimal:
        """What is released and not spent."""
        return NOUGHT if self.is_concluded else self.released - self.spent

    @property
    def left(self) -> Decimal:
        """What was approved and is not spent."""
        return self.approved - self.spent


@dataclass(frozen=True, slots=True)
class EnvelopeMoney:
    """How much of an envelope is committed to decisions, spent by them, and free."""

    envelope: Envelope
    committed: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.envelope.amount - self.committed

    @property
    def to_spend(self) -> Decimal:
        """What is committed and not spent yet."""
        return self.committed - self.spent


def money_of(decision: Decision) -> Money:
    """The money of one decision."""
    return money_of_each([decision.pk])[decision.pk]


def money_of_each(decision_ids: Iterable[int]) -> dict[int, Money]:
    """The money of several decisions in five questions, however many there are. What was added to one is approved with it."""
    wanted = list(decision_ids)
    rows = Decision.objects.filter(pk__in=wanted).values_list(
        "pk", "approved", "proposal__amount", "conclusion"
    )
    added = dict(
        Decision.objects.filter(approved=True, proposal__adds_to__in=wanted)
        .order_by()
        .values_list("proposal__adds_to")
        .annotate(sum=Sum("proposal__amount"))
    )
    released = _sums(Release.objects.filter(decision__in=wanted), "decision")
    spent = _sums(Spend.objects.filter(decision__in=wanted), "decision")
    back = _sums(Refund.objects.filter(spend__decision__in=wanted), "spend__decision")
    return {
        pk: Money(
            (amount if approved else NOUGHT) + added.get(pk, NOUGHT),
            released.get(pk, NOUGHT),
            spent.get(pk, NOUGHT) - back.get(pk, NOUGHT),
            conclusion is not None,
        )
        for pk, approved, amount, conclusion in rows
    }


@dataclass(frozen=True, slots=True)
class Share:
    """What one approval takes of its envelope, and what was spent of it. The first approved is spent first."""

    committed: Decimal
    spent: Decimal


def shares_of(approvals: "QuerySet[Decision]") -> dict[int, Share]:
    """The share of each approval in the money of its work: of a decision, and of each that added to it."""
    approved = approvals.filter(approved=True)
    first_of = {pk: first or pk for pk, first in approved.values_list("pk", "proposal__adds_to")}
    works = set(first_of.values())
    money = money_of_each(works)
    parts = Decision.objects.filter(Q(pk__in=works) | Q(proposal__adds_to__in=works), approved=True)
    rest = {first: money[first].spent for first in works}
    shares = {}
    for pk, first, amount in parts.order_by("at", "pk").values_list(
        "pk", "proposal__adds_to", "proposal__amount"
    ):
        work = first or pk
        spent = min(amount, rest[work])
        rest[work] -= spent
        shares[pk] = Share(spent if money[work].is_concluded else amount, spent)
    return {pk: shares[pk] for pk in first_of}


def committed_for(proposal: Proposal) -> Decimal:
    """What was approved before for the same opportunity in the same kind of money; of ended work, what it used."""
    before = Decision.objects.filter(
        approved=True,
        proposal__opportunity=proposal.opportunity_id,
        proposal__kind_of_money=proposal.kind_of_money,
    )
    return sum((share.committed for share in shares_of(before.exclude(proposal=proposal)).values()), NOUGHT)


def money_of_envelope(envelope: Envelope) -> EnvelopeMoney:
    """How much of one envelope is committed, spent and left."""
    return money_of_envelopes([envelope])[0]


def money_of_envelopes(envelopes: Iterable[Envelope]) -> list[EnvelopeMoney]:
    """The same for several, in as many questions as for one."""
    wanted = list(envelopes)
    paid = Decision.objects.filter(envelope__in=wanted, approved=True)
    shares, of_decision = shares_of(paid), dict(paid.values_list("pk", "envelope_id"))
    lines = []
    for envelope in wanted:
        own = [shares[pk] for pk, envelope_id in of_decision.items() if envelope_id == envelope.pk]
        committed, spent = (
            sum((one.committed for one in own), NOUGHT),
            sum((one.spent for one in own), NOUGHT),
        )
        lines.append(EnvelopeMoney(envelope, committed, spent))
    return lines


def money_of_ended(body: Body, on: date) -> list[EnvelopeMoney]:
    """Periods that are over whose money is still committed to work that runs, the latest first."""
    over = Envelope.objects.filter(body=body, ends_on__lt=on)
    running = over.filter(decisions__approved=True, decisions__conclusion=None).distinct()
    return [one for one in money_of_envelopes(running) if one.committed > one.spent]


def envelope_for(body: Body, kind_of_money: str, on: date) -> Envelope | None:
    """The envelope of a body for one kind of money on a day."""
    on_the_day = Envelope.objects.filter(body=body, kind=kind_of_money, begins_on__lte=on, ends_on__gte=on)
    return on_the_day.order_by("-begins_on").first()


def _sums(rows: "QuerySet[Release] | QuerySet[Spend] | QuerySet[Refund]", by: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list(by).annotate(sum=Sum("amount")))
