"""Ask about initiatives: what runs, what it brought, what is left. Who sees what is decided here."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, DecimalField, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from groundswell.act.council.models import Decision
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids, trail

from .models import EffectReading, Initiative, Rollout, Spend


@dataclass(frozen=True, slots=True)
class Money:
    """What was approved, what is used, what is left."""

    approved: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        return self.approved - self.spent


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One initiative on the board."""

    initiative: Initiative
    reading: EffectReading | None
    money: Money
    units: int
    late: int


def initiatives_visible_to(user: User) -> QuerySet[Initiative]:
    """Everything for those who steer or hold a seat; else what the own part raised or works with."""
    if reads_the_whole_outer_loop(user):
        return Initiative.objects.all()
    if not user.is_authenticated or user.role == User.Role.PARTNER or user.person is None:
        return Initiative.objects.none()
    raised = Q(decision__proposal__opportunity__in=opportunities_visible_to(user))
    rolled_out = Rollout.objects.filter(unit__in=_units_of(user.person.unit)).values("initiative")
    return Initiative.objects.filter(raised | Q(pk__in=rolled_out))


def board(user: User, at: datetime) -> list[BoardLine]:
    """Every initiative a person may see: running first, the newest first. A fixed number of questions."""
    spent = Spend.objects.filter(initiative=OuterRef("pk")).order_by().values("initiative")
    rows = (
        initiatives_visible_to(user)
        .select_related("decision__proposal__opportunity", "owner", "touchpoint")
        .annotate(
            used=Coalesce(
                Subquery(spent.annotate(sum=Sum("amount")).values("sum"), output_field=DecimalField()),
                Value(Decimal(0)),
                output_field=DecimalField(),
            ),
            units=Count("rollouts", distinct=True),
            late=Count(
                "milestones",
                filter=Q(milestones__reached_at=None, milestones__due_on__lt=localdate(at)),
                distinct=True,
            ),
        )
        .prefetch_related(Prefetch("effect_readings", _latest_readings(), to_attr="latest"))
    )
    lines = [
        BoardLine(
            one,
            one.latest[0] if one.latest else None,
            Money(one.decision.proposal.amount, one.used),
            one.units,
            one.late,
        )
        for one in rows
    ]
    return sorted(
        lines,
        key=lambda line: (line.initiative.ended_at is not None, -line.initiative.started_at.timestamp()),
    )


def latest_reading(initiative: Initiative) -> EffectReading | None:
    """The effect as it was last measured."""
    return initiative.effect_readings.order_by("-measured_at", "-pk").first()


def money_of(initiative: Initiative) -> Money:
    """What was approved and what is used."""
    used = initiative.spends.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return Money(initiative.decision.proposal.amount, used)


def decisions_without_initiative(user: User) -> QuerySet[Decision]:
    """What was approved and has not begun."""
    waiting = Decision.objects.filter(approved=True, initiative=None, conclusion=None)
    return waiting.filter(proposal__opportunity__in=opportunities_visible_to(user)).select_related(
        "proposal__opportunity", "proposal__body"
    )


def measurable(at: datetime) -> QuerySet[Initiative]:
    """Initiatives with a place to measure and a unit that works with the change, not yet read on that day."""
    today = localdate(at)
    begun = Initiative.objects.annotate(first=Min("rollouts__from_on")).filter(first__lte=today)
    read_today = EffectReading.objects.filter(measured_at__date=today).values("initiative")
    return begun.filter(touchpoint__isnull=False).exclude(pk__in=read_today).order_by("pk")


def _latest_readings() -> QuerySet[EffectReading]:
    newest = EffectReading.objects.filter(initiative=OuterRef("initiative")).order_by("-measured_at", "-pk")
    return EffectReading.objects.filter(pk=Subquery(newest.values("pk")[:1])).defer("detail")


def _units_of(unit: Unit) -> set[int]:
    """The unit, everything below it, and everything above it whose rollouts include it."""
    return {*subtree_ids(unit), *(above.pk for above in trail(unit))}
