"""How plans do, and what this morning brings: counted from what happened, with a sentence for what wants a hand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone

from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.signals.models import Signal
from groundswell.science.statistics.intervals import wilson

from .models import Ask, Draw, Episode, ListeningPlan, PlanPause, Reason, Sending, Suppression
from .queries import unfinished, waiting

MONTH, WEEK, DAY, HOUR = timedelta(days=30), timedelta(days=7), timedelta(days=1), timedelta(hours=1)
ANSWERS_TAKE = timedelta(days=7)
LONG_WEEKEND = timedelta(days=3)
FEW = 20
MOSTLY = 0.6
MISSED = 7.0
"""Episodes that should have come in the silence: fewer than none of seven happens once in a thousand times (Poisson)."""


@dataclass(frozen=True, slots=True)
class Health:
    """What wants a hand, the gravest first; empty where nothing does. ``rests`` says since when and why."""

    worries: tuple[str, ...] = ()
    rests: str = ""


@dataclass(frozen=True, slots=True)
class Morning:
    """What goes out: sent today so far, due later today, due in the week after; all plans together, reminders too."""

    sent: int
    due: int
    week: int


def morning(at: datetime) -> Morning:
    """What went out today and what comes. Three queries."""
    begins = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = begins + DAY
    counted = waiting().aggregate(
        due=Count("pk", filter=Q(due_at__lt=tomorrow)),
        week=Count("pk", filter=Q(due_at__gte=tomorrow, due_at__lt=tomorrow + WEEK)),
    )
    return Morning(Sending.objects.filter(at__gte=begins, at__lte=at).count(), **counted)


def health_of(plans: Iterable[ListeningPlan], *, at: datetime) -> dict[int, Health]:
    """How each of these plans does. Eight queries, however many there are."""
    living = [plan for plan in plans if plan.ended_at is None]
    pauses = {one.plan_id: one for one in PlanPause.objects.filter(plan__in=living, ended_at=None)}
    looks = (
        _overdue(living, at),
        _empty_draws(living),
        _suppressed(living, at),
        _responses(living, at),
        _silence(living, at),
    )
    found = {}
    for plan in living:
        closed = (
            ["Its survey is closed: nothing is sent. End the plan, or reopen the survey."]
            if plan.survey.closed_at
            else []
        )
        worries = tuple(closed + [look[plan.pk] for look in looks if plan.pk in look])
        pause = pauses.get(plan.pk)
        rests = f"Paused since {timezone.localtime(pause.at):%-d %B %Y}: {pause.why}" if pause else ""
        found[plan.pk] = Health(() if pause else worries, rests)
    return found


def _overdue(plans: list[ListeningPlan], at: datetime) -> dict[int, str]:
    late = (
        waiting()
        .filter(plan__in=plans, due_at__lt=at - HOUR)
        .filter(Q(held_until=None) | Q(held_until__lt=at - HOUR))
    )
    counts = late.order_by().values_list("plan").annotate(n=Count("pk"))
    said = {plan: "1 question is" if n == 1 else f"{n:,} questions are" for plan, n in counts}
    return {plan: f"{words} overdue. Look whether the worker runs." for plan, words in said.items()}


def _empty_draws(plans: list[ListeningPlan]) -> dict[int, str]:
    last = (
        Draw.objects.filter(plan__in=plans).order_by().values("plan").annotate(last=Max("pk")).values("last")
    )
    asks = Ask.objects.filter(plan=OuterRef("plan"), occasion=OuterRef("occasion"))
    empty = Draw.objects.filter(pk__in=last).exclude(Exists(asks))
    return {draw.plan_id: f"Its last draw found nobody among {draw.population:,}." for draw in empty}


def _suppressed(plans: list[ListeningPlan], at: datetime) -> dict[int, str]:
    """Most of what it wanted to ask lately was left out, and why."""
    since = {"at__gte": at - MONTH, "at__lt": at}
    sent = dict(
        Sending.objects.filter(ask__plan__in=plans, ask__step=0, **since)
        .order_by()
        .values_list("ask__plan")
        .annotate(n=Count("pk"))
    )
    stops: dict[int, Counter[str]] = {}
    rows = Suppression.objects.filter(ask__plan__in=plans, ask__step=0, ask__sending=None, **since)
    for plan, reason, n in (
        rows.order_by().values_list("ask__plan", "reason").annotate(n=Count("ask", distinct=True))
    ):
        stops.setdefault(plan, Counter())[reason] += n
    found = {}
    for plan, counts in stops.items():
        left, offered = counts.total(), counts.total() + sent.get(plan, 0)
        if offered >= FEW and left > MOSTLY * offered:
            (reason, n) = counts.most_common(1)[0]
            words = f"{left / offered:.0%} of {offered:,} were left out in 30 days, most of them: {Reason(reason).label.lower()} ({n:,})."
            found[plan] = words
    return found


def _responses(plans: list[ListeningPlan], at: datetime) -> dict[int, str]:
    """Fewer answer than in the quarter before, beyond chance: the 95 per cent ranges (Wilson) lie apart."""
    ends = at - ANSWERS_TAKE
    answered = Exists(Signal.objects.filter(invitation=OuterRef("invitation")))
    asked = Sending.objects.filter(ask__plan__in=plans, ask__step=0, at__gte=ends - 4 * MONTH, at__lt=ends)
    rows = asked.annotate(is_answered=answered, is_late=Q(at__gte=ends - MONTH)).order_by()
    counts: Counter[tuple[int, bool, bool]] = Counter()
    for plan, late, has, n in rows.values_list("ask__plan", "is_late", "is_answered").annotate(n=Count("pk")):
        counts[plan, bool(late), bool(has)] += n
    found = {}
    for plan in plans:
        (hits, n), (hits_before, n_before) = (_tally(counts, plan.pk, late) for late in (True, False))
        now, before = wilson(hits, n), wilson(hits_before, n_before)
        if now and before and n >= FEW and now.high < before.low:
            shares = f"from {hits_before / n_before:.0%} to {hits / n:.0%}"
            found[plan.pk] = f"The response rate fell {shares} in the last month, beyond chance."
    return found


def _tally(counts: Mapping[tuple[int, bool, bool], int], plan: int, late: bool) -> tuple[int, int]:
    hits = counts[plan, late, True]
    return hits, hits + counts[plan, late, False]


def _silence(plans: list[ListeningPlan], at: datetime) -> dict[int, str]:
    """No episode arrives any more where many did: the other system, or the way here, is broken."""
    spots = {plan.survey.touchpoint_id for plan in plans if plan.kind == ListeningPlan.Kind.EPISODE}
    lately = Episode.objects.filter(touchpoint__in=spots, arrived_at__gte=at - 2 * MONTH, arrived_at__lte=at)
    rows = lately.order_by().values_list("touchpoint").annotate(n=Count("pk"), last=Max("arrived_at"))
    silent = {}
    for spot, n, last in rows:
        quiet = at - last
        if quiet > LONG_WEEKEND and n * (quiet / max(2 * MONTH - quiet, DAY)) >= MISSED:
            usual = 7 * n / max((2 * MONTH - quiet).days, 1)
            silent[spot] = (
                f"No episode arrived for {quiet.days} days, where about {usual:.0f} a week did. "
                "Look at the system that tells of them."
            )
    return {
        plan.pk: silent[plan.survey.touchpoint_id]
        for plan in plans
        if plan.kind == ListeningPlan.Kind.EPISODE and plan.survey.touchpoint_id in silent
    }


@dataclass(frozen=True, slots=True)
class InFlight:
    """What a pause or an end does not let out, and what left already: written, on its way in the outbox."""

    questions: int
    reminders: int
    in_outbox: int


def in_flight(plan: ListeningPlan) -> InFlight:
    """What waits under this plan."""
    counted = (
        unfinished()
        .filter(plan=plan)
        .aggregate(questions=Count("pk", filter=Q(step=0)), reminders=Count("pk", filter=Q(step__gt=0)))
    )
    out = Message.objects.filter(due_at__isnull=False, invitation__sendings__ask__plan=plan)
    return InFlight(**counted, in_outbox=out.distinct().count())
