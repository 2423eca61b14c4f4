"""The list behind each figure of an opportunity: its voices, its customers, the answers behind its points, what was handled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import merged_into
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.editions import earlier, edition_of_versions, editions
from groundswell.listen.surveys.models import Invitation, KindOfScore
from groundswell.understand.themes.models import Mention

from .asking import asked_of, issues_of
from .counted import LOW
from .evidence import OpportunityEvidence
from .ground import of_which_points, work_with_a_rate
from .models import Opportunity
from .persons import knows_revenue, revenue_of_year
from .rules import reads_the_whole_outer_loop
from .voices import moments, questions_of, rows_behind

LISTS = {
    "voices": "Voices",
    "customers": "Customers",
    "points": "Answers behind the points",
    "low": "Low answers about it",
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
    person_of = merged_into()
    for at, pk, customer in _behind(opportunity, user, since, until, "customer"):
        if customer is not None:
            found.setdefault(person_of.get(customer, customer), []).append((at, pk))
    is_known = reads_the_whole_outer_loop(user) and knows_revenue(until)
    revenue = revenue_of_year(until, found) if is_known else {}
    lines = []
    for customer, said in found.items():
        at, newest = max(said)
        brought = revenue.get(customer, 0.0) if is_known else None
        lines.append(CustomerBehind(customer, len(said), newest, at, brought))
    return sorted(lines, key=lambda one: (-(one.revenue or 0.0), -one.said_at.timestamp(), one.customer_id))


def answers_behind_the_points(opportunity: Opportunity, user: User, since: date, until: date) -> list[int]:
    """The answers that mention it, of whatever score, newest first: what its points are counted from, within sight."""
    issues = of_which_points(issue for _, one in questions_of([opportunity]) for issue in issues_of(one))
    return _newest_of([_about(*issue) for issue in issues], _that_count(user, since, until))


def low_answers_behind(
    opportunity: Opportunity, user: User, since: date, until: date, part: Q | None = None
) -> list[int]:
    """The low answers about it, or about anything that is one with it, newest first: what its months and groups count."""
    asked = asked_of(opportunity)
    if asked is None:
        return []
    issues = asked.about.any_of or [(asked.about.theme_id, asked.about.touchpoint_id)]
    ways = [_about(*issue) for issue in issues] + [Q(pk__in=asked.about.or_signals)]
    low = _that_count(user, since, until).filter(part or Q(), score__lt=LOW.stop)
    return _newest_of(ways, low)


def _about(theme: int | None, place: int | None) -> Q:
    here = Q(touchpoint=place) if place else Q()
    return here & (Q(pk__in=Mention.objects.filter(theme=theme).values("signal")) if theme else Q())


def _newest_of(ways: Iterable[Q], among: QuerySet[Signal]) -> list[int]:
    """Those that are in any of the ways. Each is asked alone and without an order: else databases walk through all voices."""
    found: set[tuple[datetime, int]] = set()
    for way in ways:
        found.update(among.filter(way).order_by().values_list("submitted_at", "pk"))
    return [pk for _, pk in sorted(found, reverse=True)]


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


def _that_count(user: User, since: date, until: date) -> QuerySet[Signal]:
    """The answers within sight that scores are counted from: first asks by the newest words, read and loaded."""
    kind = KindOfScore.EXPERIENCE
    gone = earlier(editions(kind))
    old = [version for version, edition in edition_of_versions().items() if edition in gone]
    counted = _year(signals_visible_to(user), since, until).filter(
        kind_of_score=kind, score__isnull=False, reading__isnull=False
    )
    return counted.exclude(invitation__purpose=Invitation.Purpose.SECOND_ASK).exclude(version__in=old)


def _year(signals: QuerySet[Signal], since: date, until: date) -> QuerySet[Signal]:
    first, after = moments(since, until)
    return signals.filter(submitted_at__gte=first, submitted_at__lt=after)
