"""The list behind each figure of an opportunity: its voices, its customers, the answers behind its points, what was handled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.editions import earlier, edition_of_versions, editions
from groundswell.listen.surveys.models import Invitation, KindOfScore
from groundswell.understand.themes.models import Mention

from .asking import issues_of
from .evidence import OpportunityEvidence
from .ground import apart, revenue_of_year, work_with_a_rate
from .models import Opportunity
from .rules import reads_the_whole_outer_loop
from .voices import moments, questions_of, rows_behind

LISTS = {
    "voices": "Voices",
    "customers": "Customers",
    "points": "Answers behind the points",
    "handled": "What was handled",
}


@dataclass(frozen=True, slots=True)
class CustomerBehind:
    """One known customer behind it: how many voices, the newest one, and what they brought in twelve months."""

    customer_id: int
    voices: int
    newest: int
    said_at: datetime
    revenue: float | None


@dataclass(frozen=True, slots=True)
class HandledOne:
    """One contact, complaint or case of the year at its stated rate."""

    signal_id: int
    at: datetime
    what: str
    amount: float


def counts_of(evidence: OpportunityEvidence) -> Mapping[str, int]:
    """How many the figures counted, by the name of the list."""
    return {
        "voices": evidence.voices,
        "customers": evidence.customers,
        "points": evidence.n_with,
        "handled": evidence.handled,
    }


def customers_behind(opportunity: Opportunity, user: User, since: date, until: date) -> list[CustomerBehind]:
    """Those whose voices the reader may see: who brings most first for who reads the whole outer loop, else the newest."""
    found: dict[int, list[tuple[datetime, int]]] = {}
    for at, pk, customer in _behind(opportunity, user, since, until, "customer"):
        if customer is not None:
            found.setdefault(customer, []).append((at, pk))
    revenue = revenue_of_year(until) if reads_the_whole_outer_loop(user) else {}
    lines = [
        CustomerBehind(
            customer, len(said), max(said)[1], max(said)[0], revenue.get(customer, 0.0) if revenue else None
        )
        for customer, said in found.items()
    ]
    return sorted(lines, key=lambda one: (-(one.revenue or 0.0), -one.said_at.timestamp(), one.customer_id))


def answers_behind_the_points(
    opportunity: Opportunity, user: User, since: date, until: date
) -> QuerySet[Signal]:
    """The answers that mention it, of whatever score: what its points are counted from, as far as the reader may see them."""
    issues = apart(issue for _, one in questions_of([opportunity]) for issue in issues_of(one))
    wanted = Q(pk__in=())
    for theme, place in issues:
        here = Q(touchpoint=place) if place else Q()
        wanted |= here & (Q(pk__in=Mention.objects.filter(theme=theme).values("signal")) if theme else Q())
    kind = KindOfScore.EXPERIENCE
    gone = earlier(editions(kind))
    old = [version for version, edition in edition_of_versions().items() if edition in gone]
    counted = _year(signals_visible_to(user), since, until).filter(
        wanted, kind_of_score=kind, score__isnull=False, reading__isnull=False
    )
    asked_again = Q(invitation__purpose=Invitation.Purpose.SECOND_ASK)
    return counted.exclude(asked_again).exclude(version__in=old).order_by("-submitted_at", "-pk")


def handled_behind(opportunity: Opportunity, user: User, since: date, until: date) -> list[HandledOne]:
    """Each contact, complaint and case behind it that has a rate, newest first. One voice may be several of them."""
    behind = {pk: at for at, pk in _behind(opportunity, user, since, until)}
    lines = [
        HandledOne(pk, behind[pk], work.label, amount)
        for work, amount, signals in work_with_a_rate(since, until)
        for pk in signals & behind.keys()
    ]
    return sorted(lines, key=lambda one: (-one.at.timestamp(), one.signal_id, one.what))


def named(lines: Sequence[CustomerBehind], *, names: bool) -> list[tuple[CustomerBehind, object]]:
    """Each line with the customer, or with their number for those who read no names."""
    known = Customer.objects.in_bulk([one.customer_id for one in lines]) if names else {}
    return [(one, known.get(one.customer_id, f"Customer {one.customer_id}")) for one in lines]


def _behind(opportunity: Opportunity, user: User, since: date, until: date, *more: str) -> Iterable[tuple]:
    return rows_behind(opportunity, _year(signals_visible_to(user), since, until), *more)


def _year(signals: QuerySet[Signal], since: date, until: date) -> QuerySet[Signal]:
    first, after = moments(since, until)
    return signals.filter(submitted_at__gte=first, submitted_at__lt=after)
