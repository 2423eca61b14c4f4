"""How many stand at each step: population, offered, suppressed, sent, answered; as lists and as rates."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum

from groundswell.listen.signals.models import Signal
from groundswell.science.statistics.disclosure import SMALLEST_GROUP
from groundswell.science.statistics.intervals import Interval, wilson
from groundswell.science.statistics.response_rates import Dispositions, response_rates

from .models import Ask, Draw, Episode, ListeningPlan, Reason, Sending, Suppression
from .queries import surveys_of_colleagues

STEPS: Mapping[str, str] = MappingProxyType(
    {
        "offered": "Offered",
        "suppressed": "Suppressed",
        "waiting": "Waiting",
        "sent": "Sent",
        "answered": "Answered",
    }
)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Counts of first asks of one plan; ``low_chance`` to ``high_chance`` is the range of inclusion probabilities.

    Of colleagues answers are counted in whole batches only, and there is neither a rate nor a count of reminders: both
    would tell of one person.
    """

    population: int = 0
    offered: int = 0
    suppressed: int = 0
    sent: int = 0
    answered: int = 0
    reminders: int | None = 0
    low_chance: float | None = None
    high_chance: float | None = None
    is_confidential: bool = False

    @property
    def waiting(self) -> int:
        return self.offered - self.suppressed - self.sent

    @property
    def response_rate(self) -> float | None:
        """AAPOR RR1: everybody who was written to and kept silent counts as not reached. None before the first."""
        if self.is_confidential:
            return None
        return response_rates(Dispositions(complete=self.answered, not_reached=self.sent - self.answered)).rr1

    @property
    def answered_of_drawn(self) -> float | None:
        """The share of everybody on whom the lot fell, those whom the rules left out too; what still waits aside."""
        settled = self.offered - self.waiting
        return None if self.is_confidential or not settled else self.answered / settled

    @property
    def range(self) -> Interval | None:
        """Within which the rate would lie by chance alone, in 19 of 20 cases (Wilson)."""
        return None if self.is_confidential else wilson(self.answered, self.sent)

    @property
    def steps(self) -> list[tuple[str, str, int]]:
        """Code, words and count of every step that opens a list."""
        return [(code, words, getattr(self, code)) for code, words in STEPS.items()]


def with_ends(asks: QuerySet[Ask]) -> QuerySet[Ask]:
    """Each ask with ``is_sent``, ``is_stopped`` and ``is_answered``."""
    answers = Signal.objects.filter(invitation__sendings__ask=OuterRef("pk"))
    return asks.annotate(
        is_sent=Exists(Sending.objects.filter(ask=OuterRef("pk"))),
        is_stopped=Exists(Suppression.objects.filter(ask=OuterRef("pk"))),
        is_answered=Exists(answers),
    )


def funnels_of(plans: list[ListeningPlan]) -> dict[int, Funnel]:
    """The funnel of every plan given. Five queries."""
    drawn = dict(
        Draw.objects.filter(plan__in=plans)
        .values("plan")
        .annotate(n=Sum("population"))
        .values_list("plan", "n")
    )
    happened = dict(
        Episode.objects.values("touchpoint").annotate(n=Count("id")).values_list("touchpoint", "n")
    )
    rows = (
        with_ends(Ask.objects.filter(plan__in=plans))
        .order_by()
        .values("plan")
        .annotate(
            offered=Count("pk", filter=Q(step=0)),
            suppressed=Count("pk", filter=Q(step=0, is_stopped=True, is_sent=False)),
            sent=Count("pk", filter=Q(step=0, is_sent=True)),
            answered=Count("pk", filter=Q(step=0, is_answered=True)),
            reminders=Count("pk", filter=Q(step__gt=0, is_sent=True)),
            low_chance=Min("probability"),
            high_chance=Max("probability"),
        )
    )
    counts = {row.pop("plan"): row for row in rows}
    colleagues = surveys_of_colleagues()
    found = {plan.pk: Funnel(_population(plan, drawn, happened), **counts.get(plan.pk, {})) for plan in plans}
    return {
        plan.pk: _confidential(found[plan.pk]) if plan.survey_id in colleagues else found[plan.pk]
        for plan in plans
    }


def _confidential(funnel: Funnel) -> Funnel:
    whole = funnel.answered // SMALLEST_GROUP * SMALLEST_GROUP
    return replace(funnel, answered=whole, reminders=None, is_confidential=True)


def _population(plan: ListeningPlan, drawn: Mapping[int, int], happened: Mapping[int, int]) -> int:
    """Customers looked at in every draw; for a plan after episodes, the episodes at its touchpoint."""
    if plan.kind == ListeningPlan.Kind.EPISODE:
        return happened.get(plan.survey.touchpoint_id or 0, 0)
    return drawn.get(plan.pk, 0)


def asks_at_step(asks: QuerySet[Ask], step: str) -> QuerySet[Ask]:
    """The first asks that stand at one step, newest first, with what a list shows."""
    found = with_ends(asks.filter(step=0))
    chosen = {
        "offered": Q(),
        "suppressed": Q(is_stopped=True, is_sent=False),
        "waiting": Q(is_stopped=False, is_sent=False),
        "sent": Q(is_sent=True),
        "answered": Q(is_answered=True),
    }[step]
    rows = found.filter(chosen).select_related("customer", "survey", "unit", "sending")
    return rows.prefetch_related("suppressions").order_by("-due_at", "-id")


def stopped_since(asks: QuerySet[Ask], reason: str, since: datetime, until: datetime) -> QuerySet[Ask]:
    """The asks behind one of ``reasons_since``, with what a list shows."""
    stops = Suppression.objects.filter(ask=OuterRef("pk"), reason=reason, at__gte=since, at__lt=until)
    rows = with_ends(asks.filter(Exists(stops))).select_related(
        "customer", "survey", "unit", "plan", "sending"
    )
    return rows.prefetch_related("suppressions").order_by("-due_at", "-id")


def reasons_since(since: datetime, until: datetime) -> list[tuple[str, str, int]]:
    """Why asks were suppressed in that time, the most frequent first: code, words and how many."""
    rows = (
        Suppression.objects.filter(at__gte=since, at__lt=until)
        .order_by()
        .values("reason")
        .annotate(n=Count("ask", distinct=True))
        .order_by("-n", "reason")
    )
    return [(row["reason"], str(Reason(row["reason"]).label), row["n"]) for row in rows]


MONTH = timedelta(days=30)
