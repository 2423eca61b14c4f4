"""How a case stands: read from what people did, and written beside the case. Nobody else writes it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case as Either
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from groundswell.listen.signals.models import Signal

from .models import Case, Closure, ContactAttempt, OpeningRule, Pause, QuietSpell

AT_ONCE = 5000
WE_WAIT, NOBODY_KNOWN = 2, 4
"""Added to the priority of the rule, 1 or 2: so 1 and 2 while a customer waits for us, 3 and 4 while we wait for them,
5 and more where nobody is known and nobody waits."""
BEFORE_ALL_OTHERS = (1, 3, 5, 7)
"""The ranks of cases whose rule goes first."""


def write_standing(case_ids: Sequence[int]) -> None:
    """Bring how these cases stand in line with what was done in them. Every deed calls it, in its transaction.

    Late means: open, a customer not reached, the promised moment gone, and not waiting for the customer since before
    it.
    """
    for start in range(0, len(case_ids), AT_ONCE):
        cases = Case.objects.filter(pk__in=case_ids[start : start + AT_ONCE])
        cases.update(
            contacted_at=_first(ContactAttempt.objects.filter(reached=True).order_by("at"), "at"),
            closed_at=_first(Closure.objects.all(), "at"),
            waits_until=_first(Pause.objects.filter(ended_at=None), "until"),
        )
        cases.update(late_from=_late_from(), in_time=_in_time(), rank=_rank(), channel=_channel())
    _end_silences()


def _end_silences() -> None:
    """The silence of an account is dealt with when its case ends, or the one into which that went. Few are open."""
    ended = Coalesce("case__closed_at", "case__merged_into__closed_at")
    for spell in QuietSpell.objects.filter(over_at=None).annotate(ended=ended).exclude(ended=None):
        QuietSpell.objects.filter(pk=spell.pk).update(over_at=spell.ended)


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.filter(case=OuterRef("pk")).values(field)[:1])


def _late_from() -> Either:
    """The promised moment, where a customer waits for it; it needs what the first half wrote."""
    was_late_before = Pause.objects.filter(case=OuterRef("pk"), ended_at=None, at__gte=OuterRef("due_at"))
    runs = Q(waits_until=None) | Q(pk__in=Subquery(was_late_before.values("case")[:1]))
    return Either(When(runs & Q(closed_at=None, contacted_at=None, customer__isnull=False), then=F("due_at")))


def _in_time() -> Either:
    """Whether the customer who waited was reached in time. Nobody can say it of a case that is open and not contacted."""
    kept = Q(contacted_at__lte=F("due_at"), customer__isnull=False)
    broken = Q(contacted_at__isnull=False) | Q(closed_at__isnull=False)
    return Either(When(kept, then=Value(True)), When(broken & Q(customer__isnull=False), then=Value(False)))


def _rank() -> Any:
    priority = OpeningRule.objects.filter(pk=OuterRef("rule")).values("priority")[:1]
    waits = Either(When(waits_until__isnull=False, then=Value(WE_WAIT)), default=Value(0))
    nobody = Either(When(customer__isnull=False, then=Value(0)), default=Value(NOBODY_KNOWN))
    return Subquery(priority) + waits + nobody


def _channel() -> Any:
    said = Signal.objects.filter(pk=OuterRef("signal")).values("channel")[:1]
    return Coalesce(Subquery(said), Value(Case.SILENCE))
