"""The asks of the last three months as the queue keeps them: drawn, sent with the invitations that stand, or suppressed.

Whom to leave in peace is judged by the product's own rules, each with the history that this customer really has.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import numpy as np
from django.utils import timezone

from demo.chance import stream
from demo.customers import NOT_LEFT
from demo.journey import BRAND
from demo.resting import Rest, asked_at
from demo.signals import WAIT, Ground
from groundswell.foundation.customers.models import Customer
from groundswell.listen.asking.chance import lot
from groundswell.listen.asking.drawing import terms_of
from groundswell.listen.asking.judging import rules_in_force
from groundswell.listen.asking.models import Ask, Draw, Episode, ListeningPlan, Sending, Suppression, Way
from groundswell.listen.asking.rules import HOLDS, USUAL, Candidate, History, PastAsk, Suppressed, judge
from groundswell.listen.surveys.models import Invitation

AT_ONCE = 500
BESIDE = 0.8
"""For each question that went out so many other episodes of the time."""


@dataclass
class Ledger:
    """What is written together at the end."""

    episodes: list[Episode] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    sendings: list[Sending] = field(default_factory=list)
    stops: list[Suppression] = field(default_factory=list)

    def keep(self) -> None:
        """Episodes first: the occasion of an ask is its episode."""
        Episode.objects.bulk_create(self.episodes, batch_size=AT_ONCE)
        for ask in self.asks:
            if ask.episode is not None:
                ask.episode_id, ask.occasion = ask.episode.pk, f"episode {ask.episode.pk}"
            ask.key = f"plan-{ask.plan_id}-{ask.customer_id}-{ask.occasion}-0"
        Ask.objects.bulk_create(self.asks, batch_size=AT_ONCE)
        Sending.objects.bulk_create(self.sendings, batch_size=AT_ONCE)
        Suppression.objects.bulk_create(self.stops, batch_size=AT_ONCE)


def write_offers(seed: int, ground: Ground, plans: dict[str, ListeningPlan], began: datetime) -> None:
    """Asks, sendings, suppressions, episodes and draws since ``began``."""
    rng, ledger, keys = stream(seed, "offers"), Ledger(), _Keys()
    rest, history, rules = Rest(ground.customers, ground.months), _history(began), rules_in_force()
    here = np.flatnonzero((ground.customers.joined < 21) & (ground.customers.left == NOT_LEFT))
    asked = Invitation.objects.filter(invited_at__gte=began, purpose=Invitation.Purpose.FIRST_ASK)
    asked = asked.select_related("version__survey").order_by("invited_at", "pk")
    in_sample = {(one.customer_id, _month(one.invited_at)) for one in asked if one.touchpoint_id is None}
    drawn_on = _draws(plans[BRAND], len(here), began, ground)
    for invitation in asked:
        code = invitation.version.survey.code
        plan, at = plans[code], invitation.invited_at
        sent = _ask(plan, invitation.customer_id, invitation.unit_id, at, drawn_on)
        if code != BRAND:
            sent.episode = _episode(keys.drawn(plan), sent, invitation, ground, invitation.employee_id)
            ledger.episodes.append(sent.episode)
        ledger.asks.append(sent)
        ledger.sendings.append(Sending(ask=sent, invitation=invitation, at=at))
        if rng.random() > BESIDE:
            continue
        number = int(rng.choice(here))
        if code == BRAND:
            mark = (ground.customers.rows[number].pk, _month(at))
            if mark in in_sample:
                continue
            in_sample.add(mark)
        due = _another_time(at, float(rng.random()))
        other = _ask(plan, ground.customers.rows[number].pk, invitation.unit_id, due, drawn_on)
        if code == BRAND and _asked_before(history[ground.customers.rows[number].pk], due):
            continue
        found = _judged(number, ground, plan, rest, history, due, rules)
        is_stopped = isinstance(found, Suppressed) and found.reason not in HOLDS
        if code != BRAND:
            key = keys.drawn(plan) if is_stopped else keys.passed_by(plan)
            other.episode = _episode(key, other, invitation, ground, None)
            ledger.episodes.append(other.episode)
        if is_stopped and isinstance(found, Suppressed):
            ledger.asks.append(other)
            stop = Suppression(ask=other, reason=found.reason, sentence=found.sentence, at=due)
            stop.until = found.until
            ledger.stops.append(stop)
    ledger.keep()


class _Keys:
    """Order numbers on which the lot of a plan falls, or does not."""

    def __init__(self) -> None:
        self._numbers = count(20_000)

    def drawn(self, plan: ListeningPlan) -> str:
        return next(key for key, lot_of_it in self._lots(plan) if lot_of_it < plan.share / 100)

    def passed_by(self, plan: ListeningPlan) -> str:
        return next(key for key, lot_of_it in self._lots(plan) if lot_of_it >= plan.share / 100)

    def _lots(self, plan: ListeningPlan) -> Iterator[tuple[str, float]]:
        for number in self._numbers:
            key = f"LL-{number}"
            yield key, lot(plan.seed, "episode", "orders", key)


def _draws(plan: ListeningPlan, population: int, began: datetime, ground: Ground) -> dict[str, datetime]:
    """One draw in each month, early on its first day, or when the plan began."""
    found, moment = {}, began
    while moment <= ground.months.at:
        found.setdefault(_month(moment), moment)
        moment += timedelta(hours=6)
    Draw.objects.bulk_create(
        Draw(plan=plan, occasion=name, population=population, terms=terms_of(plan), drawn_at=at)
        for name, at in found.items()
    )
    return found


def _month(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m}"


def _ask(
    plan: ListeningPlan, customer_id: int, unit_id: int | None, due: datetime, drawn_on: dict[str, datetime]
) -> Ask:
    month = _month(due)
    offered_at = min(drawn_on[month], due) if plan.kind == ListeningPlan.Kind.ROLLING else due - WAIT
    return Ask(
        plan=plan,
        customer_id=customer_id,
        unit_id=unit_id,
        survey=plan.survey,
        way=Way.PLANNED,
        occasion=month,
        probability=plan.share / 100,
        offered_at=offered_at,
        due_at=due,
    )


def _episode(key: str, ask: Ask, beside: Invitation, ground: Ground, employee_id: int | None) -> Episode:
    return Episode(
        source="orders",
        key=key,
        customer_id=ask.customer_id,
        touchpoint_id=beside.touchpoint_id,
        unit_id=beside.unit_id,
        employee_id=employee_id,
        happened_at=ask.due_at - WAIT,
        arrived_at=ask.due_at - WAIT,
    )


def _another_time(at: datetime, chance: float) -> datetime:
    """Another hour of the same day, in which questions go out."""
    return asked_at(timezone.localdate(at), 19 * 60, 0.6 * chance)


def _history(began: datetime) -> dict[int, list[PastAsk]]:
    past: dict[int, list[PastAsk]] = defaultdict(list)
    since = Invitation.objects.filter(invited_at__gte=began - timedelta(days=400))
    for who, at, survey, pk in since.values_list("customer_id", "invited_at", "version__survey_id", "pk"):
        past[who].append(PastAsk(at, survey, invitation_id=pk))
    return past


def _asked_before(past: list[PastAsk], due: datetime) -> bool:
    """Whether something was asked in the days in which a relationship question comes first."""
    return any(due - timedelta(days=USUAL["precedence"]) <= one.at <= due for one in past)


def _judged(  # type: ignore[no-untyped-def]
    number: int, ground: Ground, plan: ListeningPlan, rest: Rest, history: dict, due: datetime, rules
):
    customer: Customer = ground.customers.rows[number]
    given_at, ended = rest.allows.get(number, (due + WAIT, due))
    mates = (ground.customers.rows[mate].pk for mate in rest.mates.get(number, ()))
    theirs = tuple(past.at for mate in mates for past in history.get(mate, ()))
    who = Candidate(
        survey_id=plan.survey_id,
        is_relationship=plan.kind == ListeningPlan.Kind.ROLLING,
        zone=customer.time_zone or "Europe/London",
        consents=given_at <= due < ended,
    )
    return judge(who, History(tuple(history.get(customer.pk, ())), theirs), rules, due)
