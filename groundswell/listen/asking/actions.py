"""What people do: set rules, ban, plan, tell of an episode, ask one customer."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from groundswell.foundation.customers.actions import hold_person
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.customers.queries import person_ids
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.channels.inviting import invite
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.queries import medium_of
from groundswell.listen.channels.outbox.quiet import NEVER
from groundswell.listen.surveys.models import Invitation, Survey, SurveyVersion

from .chance import lot
from .errors import AmountNotSensible, SurveyNotForCustomers
from .judging import candidate_for, history_of, rules_in_force
from .models import Ask, ContactRule, DoNotContact, Episode, ListeningPlan, Sending, Suppression, Way, Wish
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
def ban_contact(customer: Customer, *, why: str, by: object, at: datetime) -> DoNotContact:
    """Never ask this customer. A ban that lives already stands."""
    ban, made = DoNotContact.objects.get_or_create(
        customer=customer, ended_at=None, defaults={"why": why, "by": str(by), "at": at}
    )
    if made:
        record("banned contact", ban, by=by, at=at, why=why)
    return ban


@transaction.atomic
def lift_ban(customer: Customer, *, by: object, at: datetime) -> None:
    """This customer may be asked again, where the other rules allow it."""
    for ban in DoNotContact.objects.filter(customer_id__in=person_ids(customer), ended_at=None):
        ban.ended_at = at
        ban.save(update_fields=["ended_at"])
        record("lifted the ban on contact", ban, by=by, at=at)


@transaction.atomic
def make_plan(*, by: object, at: datetime, **fields: Any) -> ListeningPlan:
    """A listening plan that asks from its first day on."""
    plan = ListeningPlan(**fields, made_at=at)
    plan.full_clean()
    if plan.survey.closed_at is not None or asks_colleagues(plan.survey):
        raise ValidationError({"survey": NOT_FOR_CUSTOMERS})
    plan.save()
    record("made a listening plan", plan, by=by, at=at, kind=plan.kind, survey=plan.survey.code)
    return plan


@transaction.atomic
def end_plan(plan: ListeningPlan, *, by: object, at: datetime) -> None:
    """The plan draws nobody any more; what waits is sent no more either."""
    held = ListeningPlan.objects.select_for_update().get(pk=plan.pk)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        record("ended a listening plan", held, by=by, at=at)


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
    found = []
    for plan in plans:
        is_here = plan.unit is None or (
            episode.unit is not None
            and plan.unit.pk in {u.pk for u in episode.unit.ancestors(include_self=True)}
        )
        fits = is_here and (not plan.segments or episode.customer.segment in plan.segments)
        if not fits or episode.happened_at.date() < plan.starts_on:
            continue
        if lot(plan.seed, "episode", episode.source, episode.key) < plan.share / 100:
            found.append(_ask_about(plan, episode, at))
    return found


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

    Without a wish, what ``continues`` goes on as it began, by text or by e-mail, and everything else goes by e-mail.
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
    media = Wish(wish or medium_of(continues) or Wish.EMAIL).media
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
