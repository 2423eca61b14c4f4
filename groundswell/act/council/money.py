"""What of a decision and of an envelope is committed, released, spent and left. Read here, kept by ``spending.py``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from .models import Body, Decision, Envelope, Refund, Release, Spend

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

    @property
    def committed(self) -> Decimal:
        """What it takes of its envelope: all that was approved; when the work has ended, what it used."""
        return self.spent if self.is_concluded else self.approved


@dataclass(frozen=True, slots=True)
class EnvelopeMoney:
    """How much of an envelope is committed to decisions, spent by them, and free."""

    envelope: Envelope
    committed: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.envelope.amount - self.committed


def money_of(decision: Decision) -> Money:
    """The money of one decision."""
    return money_of_each([decision.pk])[decision.pk]


def money_of_each(decision_ids: Iterable[int]) -> dict[int, Money]:
    """The money of several decisions in four questions, however many there are."""
    wanted = list(decision_ids)
    rows = Decision.objects.filter(pk__in=wanted).values_list(
        "pk", "approved", "proposal__amount", "conclusion"
    )
    released = _sums(Release.objects.filter(decision__in=wanted), "decision")
    spent = _sums(Spend.objects.filter(decision__in=wanted), "decision")
    back = _sums(Refund.objects.filter(spend__decision__in=wanted), "spend__decision")
    return {
        pk: Money(
            amount if approved else NOUGHT,
            released.get(pk, NOUGHT),
            spent.get(pk, NOUGHT) - back.get(pk, NOUGHT),
            conclusion is not None,
        )
        for pk, approved, amount, conclusion in rows
    }


def money_of_envelope(envelope: Envelope) -> EnvelopeMoney:
    """How much of one envelope is committed, spent and left."""
    return money_of_envelopes([envelope])[0]


def money_of_envelopes(envelopes: Iterable[Envelope]) -> list[EnvelopeMoney]:
    """The same for several, in five questions."""
    wanted = list(envelopes)
    of_decision = dict(
        Decision.objects.filter(envelope__in=wanted, approved=True).values_list("pk", "envelope_id")
    )
    money = money_of_each(of_decision)
    lines = []
    for envelope in wanted:
        own = [money[pk] for pk, envelope_id in of_decision.items() if envelope_id == envelope.pk]
        committed, spent = (
            sum((one.committed for one in own), NOUGHT),
            sum((one.spent for one in own), NOUGHT),
        )
        lines.append(EnvelopeMoney(envelope, committed, spent))
    return lines


def envelope_for(body: Body, kind_of_money: str, on: date) -> Envelope | None:
    """The envelope of a body for one kind of money on a day."""
    on_the_day = Envelope.objects.filter(body=body, kind=kind_of_money, begins_on__lte=on, ends_on__gte=on)
    return on_the_day.order_by("-begins_on").first()


def _sums(rows: "QuerySet[Release] | QuerySet[Spend] | QuerySet[Refund]", by: str) -> dict[int, Decimal]:
    return dict(rows.order_by().values_list(by).annotate(sum=Sum("amount")))
