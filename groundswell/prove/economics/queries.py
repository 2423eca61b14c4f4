"""Ask what loyalty is worth: what promoters, passives and detractors did later, and how growth was earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from groundswell.align.objectives.queries import Growth, growth_at
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.models import Customer
from groundswell.listen.surveys.models import KindOfScore
from groundswell.science.money.retention import (
    KINDS,
    Kind,
    MeanMoney,
    Retention,
    mean_money,
    retention_by_kind,
)
from groundswell.science.money.retention import Followed as Stayed
from groundswell.science.scores.figure import MINIMUM_ANSWERS

from .following import Followed, Follower, followed
from .rules import may_see_money


def earned_growth(at: datetime) -> Growth:
    """Revenue of the last twelve whole months against the twelve before, new customers by what brought them."""
    return growth_at(at)


@dataclass(frozen=True, slots=True)
class GroupValue:
    """One kind of customer and what they did in the twelve months after their first answer."""

    kind: Kind
    retention: Retention
    revenue: MeanMoney
    referrals: MeanMoney

    @property
    def n(self) -> int:
        """How many customers."""
        return self.retention.n

    @property
    def is_thin(self) -> bool:
        """Whether there are too few to tell."""
        return self.retention.share is None


def loyalty_by_group(at: datetime, kind_of_score: str = KindOfScore.RELATIONSHIP) -> list[GroupValue]:
    """Promoters, passives and detractors by their first answer of one kind of score. An association, not an effect."""
    return value_of(followed(kind_of_score, at))


def value_of(found: Followed) -> list[GroupValue]:
    """What those who were followed say, group by group; below five customers a group says nothing."""
    groups = {kind: [person for person in found.people if person.kind == kind] for kind in KINDS}
    stayed = {kind: Stayed(len(people), sum(p.stayed for p in people)) for kind, people in groups.items()}
    return [
        GroupValue(
            retention.kind,
            retention,
            _mean([person.revenue for person in groups[retention.kind]]),
            _rare([float(person.referrals) for person in groups[retention.kind]]),
        )
        for retention in retention_by_kind(stayed)
    ]


def preferred(at: datetime) -> tuple[KindOfScore, Followed]:
    """Relationship answers where a group of them can be read, else experience answers. Never both together."""
    found = followed(KindOfScore.RELATIONSHIP, at)
    if any(not group.is_thin for group in value_of(found)):
        return KindOfScore.RELATIONSHIP, found
    return KindOfScore.EXPERIENCE, followed(KindOfScore.EXPERIENCE, at)


def members_of_group(found: Followed, kind: Kind) -> list[Follower]:
    """The customers behind one group, the highest revenue first."""
    members = [person for person in found.people if person.kind == kind]
    return sorted(members, key=lambda person: (-person.revenue, person.customer_id))


def customers_visible_to(user: User) -> QuerySet[Customer]:
    """Customers with their money: for those who answer for the whole, for nobody else."""
    return Customer.objects.all() if may_see_money(user) else Customer.objects.none()


def _mean(amounts: list[float]) -> MeanMoney:
    return (
        mean_money(amounts) if len(amounts) >= MINIMUM_ANSWERS else MeanMoney(len(amounts), None, None, None)
    )


def _rare(counts: list[float]) -> MeanMoney:
    """The mean of rare events; where none happened among n, up to 3/n could (Hanley & Lippman-Hand 1983, JAMA 249:1743)."""
    found = _mean(counts)
    return MeanMoney(found.n, 0.0, 0.0, 3 / found.n) if found.mean == 0 else found
