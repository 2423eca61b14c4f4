"""Ask about initiatives: what runs, what it brought, what is left. Who sees what is decided here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from groundswell.act.council.models import Decision
from groundswell.act.council.money import Money, money_of_each
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.act.opportunities.rules import reads_the_whole_outer_loop
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids, trail

from .gates.queries import gates_read, next_gate, stage_of
from .health import Standing, gone_from, health_of, should_begin
from .models import Design, EffectReading, Gate, Initiative, Rest, Risk, Rollout, TeamMember
from .waiting import Wait, waits_of, whose_first
from .words import worse_in_words


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One initiative on the board."""

    initiative: Initiative
    reading: EffectReading | None
    money: Money
    units: int
    late: int
    stage: str = Gate.Stage.PREPARE
    gate: Gate | None = None
    health: tuple[str, ...] = ()
    waits: tuple[Wait, ...] = ()


def initiatives_visible_to(user: User) -> QuerySet[Initiative]:
    """Everything for those who steer or hold a seat; else what one owns, sponsors, works on or looks after a risk of, and what the own part raised or has."""
    if reads_the_whole_outer_loop(user):
        return Initiative.objects.all()
    if not user.is_authenticated or user.role == User.Role.PARTNER or user.person is None:
        return Initiative.objects.none()
    raised = Q(decision__proposal__opportunity__in=opportunities_visible_to(user))
    rolled_out = Rollout.objects.filter(unit__in=_units_of(user.person.unit)).values("initiative")
    teams = TeamMember.objects.until(localdate()).filter(person=user.person).values("initiative")
    risks = Risk.objects.filter(owner=user.person, closed_at=None).values("initiative")
    own = Q(owner=user.person) | Q(sponsor=user.person) | Q(pk__in=teams) | Q(pk__in=risks)
    return Initiative.objects.filter(own | raised | Q(pk__in=rolled_out))


def board(user: User, at: datetime) -> list[BoardLine]:
    """Every initiative a person may see: running first, the newest first. A fixed number of questions."""
    rows = list(
        initiatives_visible_to(user)
        .select_related("decision__proposal__opportunity", "owner", "sponsor", "touchpoint", "ending")
        .annotate(
            units=Count("rollouts", distinct=True),
            late=Count(
                "milestones",
                filter=Q(milestones__reached_at=None, milestones__due_on__lt=localdate(at)),
                distinct=True,
            ),
        )
        .prefetch_related(*standing_parts(), latest_part())
    )
    money = money_of_each(one.decision_id for one in rows)
    lines = [_line(one, money[one.decision_id], localdate(at)) for one in rows]
    return sorted(
        lines,
        key=lambda line: (line.initiative.ended_at is not None, -line.initiative.started_at.timestamp()),
    )


def columns_of(lines: list[BoardLine]) -> list[tuple[str, list[BoardLine]]]:
    """What runs, by the stage in which it is, in their order."""
    running = [line for line in lines if not line.initiative.ended_at]
    return [(stage.label, [line for line in running if line.stage == stage]) for stage in Gate.Stage]


def standing_parts() -> "list[str | Prefetch[Any]]":
    """What health is read from, fetched for many at once."""
    open_risks = Risk.objects.filter(closed_at=None).select_related("owner").prefetch_related("looks__by")
    return [
        "milestones",
        "wants",
        "rollouts",
        Prefetch("gates", gates_read()),
        Prefetch("risks", open_risks, to_attr="open_risks"),
        Prefetch("designs", Design.objects.filter(superseded_by=None), to_attr="standing_designs"),
        Prefetch("rests", Rest.objects.filter(ended_at=None), to_attr="resting"),
    ]


def latest_part() -> "Prefetch[Any]":
    """The newest reading of each, without all that it rests on but its guards."""
    newest = EffectReading.objects.filter(initiative=OuterRef("initiative")).order_by("-measured_at", "-pk")
    latest = EffectReading.objects.filter(pk=Subquery(newest.values("pk")[:1]))
    return Prefetch(
        "effect_readings", latest.defer("detail").annotate(guards=F("detail__guards")), to_attr="latest"
    )


def health_in_words(initiative: Initiative, money: Money, today: date) -> tuple[str, ...]:
    """Of an initiative with its ``standing_parts`` and its ``latest_part``. What has ended is well."""
    if initiative.ended_at:
        return ()
    standing = Standing(
        initiative.milestones.all(), next_gate(initiative.gates.all()), initiative.open_risks, initiative.wants.all(),
        money, any(one.from_on <= today for one in initiative.rollouts.all()), bool(initiative.standing_designs),
        should_begin(initiative), next(iter(initiative.resting), None), gone_from(initiative),
        worse_in_words(one for reading in initiative.latest for one in reading.guards or ()),
    )  # fmt: skip
    return health_of(standing, today)


def _line(one: Initiative, money: Money, today: date) -> BoardLine:
    gates = one.gates.all()
    return BoardLine(
        one, one.latest[0] if one.latest else None, money, one.units, one.late, stage_of(one, gates, one.units > 0),
        next_gate(gates), health_in_words(one, money, today), tuple(waits_of(one, today)),
    )  # fmt: skip


def waits_for(user: User, at: datetime) -> list[Wait]:
    """What waits for this person in the work that they own, sponsor or look after a risk of; the oldest day first."""
    if user.person is None:
        return []
    part_in_it = Q(owner=user.person) | Q(sponsor=user.person) | Q(risks__owner=user.person)
    theirs = initiatives_visible_to(user).filter(part_in_it, ended_at=None).distinct()
    rows = theirs.select_related("owner", "sponsor").prefetch_related(*standing_parts())
    return whose_first((wait for one in rows for wait in waits_of(one, localdate(at))), user.person)[0]


def latest_reading(initiative: Initiative) -> EffectReading | None:
    """The effect as it was last measured."""
    return initiative.effect_readings.order_by("-measured_at", "-pk").first()


def decisions_without_initiative(user: User) -> QuerySet[Decision]:
    """What was approved and has not begun."""
    waiting = Decision.objects.filter(approved=True, initiative=None, conclusion=None, proposal__adds_to=None)
    return waiting.filter(proposal__opportunity__in=opportunities_visible_to(user)).select_related(
        "proposal__opportunity", "proposal__body"
    )


def measurable(at: datetime) -> QuerySet[Initiative]:
    """Initiatives of which a unit works with the change, not yet read on that day."""
    today = localdate(at)
    begun = Initiative.objects.annotate(first=Min("rollouts__from_on")).filter(first__lte=today)
    read_today = EffectReading.objects.filter(measured_at__date=today).values("initiative")
    return begun.exclude(pk__in=read_today).order_by("pk")


def _units_of(unit: Unit) -> set[int]:
    """The unit, everything below it, and everything above it whose rollouts include it."""
    return {*subtree_ids(unit), *(above.pk for above in trail(unit))}
