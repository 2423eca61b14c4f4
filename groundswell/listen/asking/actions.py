"""What people do: set rules, ban, tell of an episode, ask one customer."""

from datetime import datetime, timedelta

from django.db import transaction

from groundswell.foundation.customers.actions import hold_person
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.queries import medium_of
from groundswell.listen.channels.outbox.quiet import NEVER
from groundswell.listen.surveys.models import Invitation, Survey, SurveyVersion

from .chance import lot
from .errors import AmountNotSensible, SurveyNotForCustomers
from .judging import candidate_for, history_of, rules_in_force
from .models import Ask, ContactRule, Episode, ListeningPlan, Sending, Suppression, Way, Wish
from .queries import asks_colleagues, known_about
from .rules import Allowed, Suppressed, judge

LARGEST = {"floor": 168, "quiet_from": 23, "quiet_until": 23, "yearly_cap": 365}
NOT_FOR_CUSTOMERS = "This survey is closed or asks colleagues. Choose one that asks customers."
PURPOSES = {Way.SECOND: Invitation.Purpose.SECOND_ASK}


@transaction.atomic
def set_rule(
    kind: str, amount: int, *, by: object, at: datetime, survey: Survey | None = None
) -> ContactRule:
    """From now on this amount holds; the amount before is kept with its end."""
    if not 0 <= amount <= LARGEST.get(kind, 730):
        raise AmountNotSensible(f"{amount} is not possible here. Enter 0 to {LARGEST.get(kind, 730)}.")
    ContactRule.objects.filter(kind=kind, survey=survey, ended_at=None).update(ended_at=at)
    rule = ContactRule.objects.create(kind=kind, survey=survey, amount=amount, set_by=str(by), set_at=at)
    record("set a contact rule", rule, by=by, at=at, kind=kind, amount=amount, survey=survey and survey.code)
    return rule


@transaction.atomic
def record_episode(
    customer: Customer,
    touchpoint: Touchpoint,
    *,
    source: str,
    key: str,
    happened_at: datetime,
    by: object,
    at: datetime,
    unit: Unit | None = None,
    employee: Person | None = None,
) -> Episode:
    """Something happened to a customer. The plans that ask about it take it up; the same key arrives once."""
    episode, made = Episode.objects.get_or_create(
        source=source,
        key=key,
        defaults={
            "customer": customer,
            "touchpoint": touchpoint,
            "unit": unit,
            "employee": employee,
            "happened_at": happened_at,
            "arrived_at": at,
        },
    )
    if made:
        record("recorded an episode", episode, by=by, at=at, source=source, key=key)
        Ask.objects.bulk_create(_asks_about(episode, at), ignore_conflicts=True)
    return episode


def _asks_about(episode: Episode, at: datetime) -> list[Ask]:
    """One ask for each plan that asks about such an episode and whose lot falls on it."""
    plans = ListeningPlan.objects.filter(
        kind=ListeningPlan.Kind.EPISODE, ended_at=None, survey__touchpoint=episode.touchpoint_id
    ).select_related("survey", "unit")
    return [
        _ask_about(plan, episode, at)
        for plan in plans
        if episode.happened_at.date() >= plan.starts_on
        and is_about(plan, episode, units_of(plan))
        and draws(plan, episode)
    ]


def is_about(plan: ListeningPlan, episode: Episode, units: frozenset[int] | None) -> bool:
    """Whether the plan asks about episodes of this segment and these units; None for all units."""
    if plan.segments and episode.customer.segment not in plan.segments:
        return False
    return units is None or episode.unit_id in units


def units_of(plan: ListeningPlan) -> frozenset[int] | None:
    """The units that the plan is about, the ones below too; None for all."""
    return None if plan.unit is None else frozenset(subtree_ids(plan.unit))


def draws(plan: ListeningPlan, episode: Episode) -> bool:
    """Whether the lot falls on this episode."""
    return lot(plan.seed, "episode", episode.source, episode.key) < plan.share / 100


def _ask_about(plan: ListeningPlan, episode: Episode, at: datetime) -> Ask:
    occasion = f"episode {episode.pk}"
    return Ask(
        key=f"plan-{plan.pk}-{episode.customer_id}-{occasion}-0",
        plan=plan,
        episode=episode,
        customer=episode.customer,
        survey=plan.survey,
        way=Way.PLANNED,
        occasion=occasion,
        probability=plan.share / 100,
        unit=episode.unit,
        offered_at=at,
        due_at=episode.happened_at + timedelta(hours=plan.wait_hours),
    )


@transaction.atomic
def ask_customer(
    customer: Customer,
    version: SurveyVersion,
    *,
    way: str,
    key: str,
    by: object,
    at: datetime,
    occasion: str = "by hand",
    by_hand: bool = False,
    continues: int | None = None,
    wish: str | None = None,
    touchpoint: Touchpoint | None = None,
    unit: Unit | None = None,
    episode_at: datetime | None = None,
) -> Sending | Suppression:
    """Ask one customer outside any plan, where the rules allow it; else the stored reason why not.

    Without a wish, what ``continues`` goes on as it began, by text or by e-mail, and everything else goes by e-mail; a
    second ask goes by the other of the two where only that one is left.
    The same key is sent once. A key that was suppressed until a date may be tried again from then on.
    """
    if asks_colleagues(version.survey):
        raise SurveyNotForCustomers(NOT_FOR_CUSTOMERS)
    person = hold_person(customer.pk)
    ask, _ = Ask.objects.get_or_create(
        key=key,
        defaults={
            "customer": customer,
            "survey": version.survey,
            "way": way,
            "occasion": occasion,
            "unit": unit,
            "offered_at": at,
            "due_at": at,
        },
    )
    earlier = Sending.objects.filter(ask=ask).first() or _standing(ask, at)
    if earlier is not None:
        return earlier
    rules = rules_in_force()
    known = known_about([customer.pk], reach=rules.reach, at=at)[customer.pk]
    media = Wish(wish).media if wish else _media_of(way, continues)
    candidate = candidate_for(known, version.survey, way, by_hand=by_hand, continues=continues, media=media)
    judgement = judge(candidate, history_of(known, ask), rules, at)
    if not isinstance(judgement, Allowed):
        return suppress(ask, judgement, at=at)
    places = {"touchpoint": touchpoint, "unit": unit, "episode_at": episode_at}
    letter = {
        "medium": known.reach.medium(media) or Medium.EMAIL,
        "quiet": NEVER if candidate.by_hand else rules.quiet_in(known.zone),
    }
    purpose = PURPOSES.get(Way(way), Invitation.Purpose.FIRST_ASK)
    invitation = invite(person, version, by=by, at=at, purpose=purpose, **letter, **places)
    return Sending.objects.create(ask=ask, invitation=invitation, at=at)


def _media_of(way: str, continues: int | None) -> tuple[str, ...]:
    began = medium_of(continues) or Medium.EMAIL.value
    others = [one for one in Medium.values if one != began] if way == Way.SECOND else []
    return (began, *others)


def _standing(ask: Ask, at: datetime) -> Suppression | None:
    """The last suppression, while its date has not come. One without a date is judged anew: something may have changed."""
    last = ask.suppressions.order_by("-attempt").first()
    return last if last and last.until and last.until > at else None


def suppress(ask: Ask, judgement: Suppressed, *, at: datetime) -> Suppression:
    """Keep why an ask was not sent. The same reason for the same ask is kept once."""
    last = ask.suppressions.order_by("-attempt").first()
    if last and last.reason == judgement.reason and last.until == judgement.until:
        return last
    return Suppression.objects.create(
        ask=ask,
        attempt=last.attempt + 1 if last else 0,
        reason=judgement.reason,
        sentence=judgement.sentence,
        until=judgement.until,
        at=at,
    )
