"""Plans draw whom to ask, once per occasion, each customer with a known chance."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import merged_records
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal

from .chance import chance_in_unit, day_by_lot, lot, moment_on
from .models import Ask, Draw, ListeningPlan, Sending, Way
from .queries import working_plans

JOB = "listening plan"
DRAWN = (ListeningPlan.Kind.WAVE, ListeningPlan.Kind.ROLLING)
WAVES_ARE_DRAWN_BEFORE = timedelta(days=31)
Person = tuple[int, str, int | None]
"""A customer, their time zone, and where they last spoke."""


class Occasion(NamedTuple):
    """What a plan draws for, and the days over which it sends."""

    name: str
    first_day: date
    days: int


def occasion_of(plan: ListeningPlan, at: datetime) -> Occasion | None:
    """What the plan draws for at this moment; None when it draws nothing."""
    today = timezone.localdate(at)
    if plan.kind == ListeningPlan.Kind.WAVE and today >= plan.starts_on - WAVES_ARE_DRAWN_BEFORE:
        return Occasion("wave", max(today, plan.starts_on), plan.spread_days)
    if plan.kind == ListeningPlan.Kind.ROLLING and today >= plan.starts_on:
        last = monthrange(today.year, today.month)[1]
        return Occasion(f"{today:%Y-%m}", today, last - today.day + 1)
    return None


def draw_due(at: datetime) -> int:
    """Let every plan that has something to draw draw it; gives how many customers were drawn."""
    plans = working_plans().filter(kind__in=DRAWN)
    drawn = {(draw.plan_id, draw.occasion) for draw in Draw.objects.filter(plan__in=plans)}
    count = 0
    for plan in plans.select_related("survey", "unit"):
        occasion = occasion_of(plan, at)
        if occasion and (plan.pk, occasion.name) not in drawn:
            count += draw(plan, occasion, at=at)
    return count


class Chosen(NamedTuple):
    """One customer on whom the lot fell: where they last spoke, with which chance, and when they are asked."""

    customer_id: int
    place: int | None
    chance: float
    due_at: datetime


def choose(plan: ListeningPlan, occasion: Occasion, people: Iterable[Person]) -> list[Chosen]:
    """On whom of these people the lot falls on this occasion; the same again for the same plan, occasion and people."""
    everybody = list(people)
    sizes = Counter(place for _, _, place in everybody)
    share, response = plan.share / 100, plan.expected_response / 100
    chances = {place: chance_in_unit(size, share, plan.margin, response) for place, size in sizes.items()}
    found = []
    for pk, zone, place in everybody:
        names = (plan.seed, plan.pk, occasion.name, pk)
        if lot(*names) < chances[place]:
            day = day_by_lot(occasion.first_day, occasion.days, lot(*names, "day"))
            due_at = moment_on(day, plan.send_hour, zone or settings.TIME_ZONE)
            found.append(Chosen(pk, place, chances[place], due_at))
    return found


@transaction.atomic
def draw(plan: ListeningPlan, occasion: Occasion, *, at: datetime) -> int:
    """Draw whom to ask on this occasion; nothing when it was drawn before. Three queries and the rows."""
    people = list(population_of(plan, at).values_list("id", "time_zone", "place"))
    given = {"population": len(people), "terms": terms_of(plan), "drawn_at": at}
    made, is_new = Draw.objects.get_or_create(plan=plan, occasion=occasion.name, defaults=given)
    if not is_new:
        return 0
    asks = [_ask(plan, occasion, one, at) for one in choose(plan, occasion, people)]
    Ask.objects.bulk_create(asks, ignore_conflicts=True, batch_size=500)
    record("drew a sample", made, by=JOB, at=at, population=len(people), drawn=len(asks))
    return len(asks)


def terms_of(plan: ListeningPlan) -> dict[str, object]:
    """What a draw goes by, in words that still hold when the plan is changed."""
    place = str(plan.unit) if plan.unit else ""
    return {"segments": plan.segments, "unit": place, "share": plan.share, "margin": plan.margin}


def population_of(plan: ListeningPlan, at: datetime) -> QuerySet[Customer]:
    """The customers of that day whom the plan is about, each person once, each with the ``place`` where they last spoke."""
    last = Signal.objects.filter(customer=OuterRef("pk")).order_by("-submitted_at", "-id").values("unit")[:1]
    here = Q(joined_on=None) | Q(joined_on__lte=timezone.localdate(at))
    people = Customer.objects.filter(here, ended_on=None).exclude(pk__in=merged_records())
    people = people.annotate(place=Subquery(last)).order_by("id")
    if plan.segments:
        people = people.filter(segment__in=plan.segments)
    return people.filter(place__in=subtree_ids(plan.unit)) if plan.unit else people


def _ask(plan: ListeningPlan, occasion: Occasion, chosen: Chosen, at: datetime) -> Ask:
    return Ask(
        key=f"plan-{plan.pk}-{chosen.customer_id}-{occasion.name}-0",
        plan=plan,
        customer_id=chosen.customer_id,
        survey=plan.survey,
        way=Way.PLANNED,
        occasion=occasion.name,
        probability=chosen.chance,
        unit_id=chosen.place,
        offered_at=at,
        due_at=chosen.due_at,
    )


def offer_reminders(at: datetime) -> int:
    """Plan a reminder for everybody who was asked, kept silent as long as the plan waits, and has a step left."""
    return sum(
        _remind(plan, at) for plan in ListeningPlan.objects.filter(ended_at=None, reminders_at_most__gt=0)
    )


def _remind(plan: ListeningPlan, at: datetime) -> int:
    wait = timedelta(days=plan.remind_after_days)
    later = Ask.objects.filter(reminds=OuterRef("invitation"), step__gt=OuterRef("ask__step"))
    silent = Sending.objects.filter(
        ask__plan=plan, ask__step__lt=plan.reminders_at_most, at__lte=at - wait, invitation__signal=None
    )
    asked = silent.exclude(Exists(later)).select_related("ask").annotate(step=F("ask__step"))
    asks = [_reminder(sending, sending.at + wait, at) for sending in asked]
    Ask.objects.bulk_create(asks, ignore_conflicts=True, batch_size=500)
    return len(asks)


def _reminder(sending: Sending, due_at: datetime, at: datetime) -> Ask:
    first = sending.ask
    return Ask(
        key=f"plan-{first.plan_id}-{first.customer_id}-{first.occasion}-{first.step + 1}",
        plan_id=first.plan_id,
        episode_id=first.episode_id,
        customer_id=first.customer_id,
        survey_id=first.survey_id,
        way=Way.REMINDER,
        occasion=first.occasion,
        step=first.step + 1,
        probability=first.probability,
        unit_id=first.unit_id,
        reminds_id=sending.invitation_id,
        offered_at=at,
        due_at=due_at,
    )
