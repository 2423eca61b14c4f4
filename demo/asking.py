"""Asking of the last months: rules, a plan for each survey, what they asked, and the real queue over the last weeks."""

from datetime import datetime, timedelta

import numpy as np

from demo.chance import stream
from demo.customers import NOT_LEFT
from demo.journey import BRAND
from demo.offers import write_offers
from demo.organisation import BUILDER
from demo.plan import ASKS
from demo.resting import ACCOUNT_DAYS, Rest
from demo.signals import WAIT, Ground
from groundswell.foundation.customers.actions import find_or_make_customer, give_consent, withdraw_consent
from groundswell.foundation.customers.barring import ban_contact
from groundswell.foundation.customers.models import Channel, Customer, Identity, Purpose
from groundswell.listen.asking.actions import record_episode, set_rule
from groundswell.listen.asking.drawing import draw_due, offer_reminders
from groundswell.listen.asking.jobs import send_asks
from groundswell.listen.asking.models import ListeningPlan, Sending, Wish
from groundswell.listen.asking.planning import change_plan, make_plan, pause_plan
from groundswell.listen.channels.outbox.models import Delivery, Medium, Message
from groundswell.listen.channels.outbox.returning import lose_address
from groundswell.listen.channels.web.answers import Answer, receive_invited
from groundswell.listen.surveys.models import Invitation

DAYS = 91
WEEKS = 6
EPISODES = 24
ANSWERS = 0.3
RESTED_DAYS = 160
BY_TEXT = 6
RETURNS = {
    Medium.EMAIL: ("550 5.1.1 The mailbox does not exist.", "550 5.2.1 The mailbox is closed."),
    Medium.TEXT: ("21614 The number is no mobile number.",),
}
BANS = (
    "Asked us by phone to stop writing",
    "Works for a competitor",
    "In dispute with us through a solicitor",
)


def ask_lately(seed: int, ground: Ground, at: datetime) -> None:
    """Plans, what they asked in three months, and the real queue day by day over six weeks, in few asks."""
    rng, began = stream(seed, "asking"), at - timedelta(weeks=WEEKS)
    _set_rules(ground, at - timedelta(days=DAYS + 1))
    plans = _make_plans(ground, at)
    write_offers(seed, ground, plans, at - timedelta(days=DAYS))
    rest = Rest(ground.customers, ground.months)
    here = (ground.customers.joined < 0) & (ground.customers.left == NOT_LEFT)
    asked = _invited_since(at - timedelta(days=RESTED_DAYS))
    free = [
        n
        for n in map(int, np.flatnonzero(here))
        if ground.customers.rows[n].pk not in asked and n not in rest.mates and rest.may_ask(n, began, False)
    ]
    people = [ground.customers.rows[n] for n in rng.choice(free, EPISODES, replace=False)]
    for customer, why in zip(people[:3], BANS, strict=True):
        ban_contact(customer, why=why, by=BUILDER, at=began)
    for number, customer in enumerate(people[3 : 3 + BY_TEXT]):
        _prefers_texts(customer, f"07700 9001{number:02}", began)
    _live(rng, ground, people, began, at)
    _some_come_back(at)


def _set_rules(ground: Ground, at: datetime) -> None:
    set_rule("yearly_cap", 6, by=BUILDER, at=at)
    set_rule("account_window", ACCOUNT_DAYS, by=BUILDER, at=at)
    set_rule("survey_window", 180, survey=ground.journey.versions[BRAND][0].survey, by=BUILDER, at=at)


def _make_plans(ground: Ground, at: datetime) -> dict[str, ListeningPlan]:
    """A plan for each survey that asks by e-mail, and a wave to come."""
    began = at - timedelta(days=DAYS)
    given = {"by": BUILDER, "at": began, "starts_on": began.date()}
    brand = ground.journey.versions[BRAND][0].survey
    rolling, wait = ListeningPlan.Kind.ROLLING, int(WAIT.total_seconds() // 3600)
    plans = {
        BRAND: make_plan(
            name="Every month, some of all customers", kind=rolling, survey=brand, share=4, **given
        )
    }
    for code, ask in ASKS.items():
        if code != BRAND and "email" in ask.channels:
            survey = ground.journey.versions[code][0].survey
            wish = Wish.EITHER if code in {"returns", "order-help"} else Wish.EMAIL
            kind, name = ListeningPlan.Kind.EPISODE, f"After: {survey.title.lower()}"
            plans[code] = make_plan(
                name=name, kind=kind, survey=survey, wait_hours=wait, share=70, wish=wish, **given
            )
    wave = make_plan(
        name="Style club wave",
        kind=ListeningPlan.Kind.WAVE,
        survey=brand,
        segments=["Style club"],
        spread_days=5,
        reminders_at_most=1,
        **{**given, "starts_on": at.date() + timedelta(days=45)},
    )
    change_plan(wave, spread_days=10, by=BUILDER, at=at - timedelta(days=20))
    why = "The newsletter moves to another sender; nobody can unsubscribe there for some days"
    pause_plan(plans["newsletter"], why=why, by=BUILDER, at=at - timedelta(days=2))
    return plans


def _invited_since(moment: datetime) -> set[int]:
    return set(Invitation.objects.filter(invited_at__gte=moment).values_list("customer_id", flat=True))


def _prefers_texts(customer: Customer, number: str, at: datetime) -> None:
    """Reached by text message only, under a number kept for such purposes."""
    find_or_make_customer({Identity.Kind.EMAIL: customer.email or "", Identity.Kind.PHONE: number})
    for purpose in (Purpose.ASKING, Purpose.CONTACT):
        withdraw_consent(customer, purpose, by=BUILDER, at=at)
        give_consent(customer, purpose, channel=Channel.TEXT, by=BUILDER, at=at)


def _some_come_back(at: datetime) -> None:
    """What the outside world did to the messages of these weeks: nearly all arrived, a few never will."""
    for medium, noes in RETURNS.items():
        written = Message.objects.filter(medium=medium, written_at__lt=at - timedelta(days=3))
        for number, message in enumerate(written.order_by("-written_at", "-id")):
            no = noes[number] if number < len(noes) else ""
            outcome = Delivery.Outcome.REFUSED if no else Delivery.Outcome.SENT
            Delivery.objects.create(message=message, outcome=outcome, note=no, at=message.written_at)
            Message.objects.filter(pk=message.pk).update(due_at=None)
            if no:
                lose_address(message, no, at=message.written_at)


def _live(rng: np.random.Generator, ground: Ground, people: list, began: datetime, at: datetime) -> None:
    touchpoints = [ground.journey.touchpoints[code] for code in ("returns", "order-help")]
    days = sorted(int(day) for day in rng.integers(0, WEEKS * 7 - 1, len(people) * 3 // 2))
    for number, day in enumerate(days):
        happened = began.replace(hour=9) + timedelta(days=day, minutes=number)
        record_episode(
            people[number % len(people)],
            touchpoints[number % 2],
            source="orders",
            key=f"LL-{10_000 + number}",
            happened_at=happened,
            by=BUILDER,
            at=happened,
        )
    for day in range(0, WEEKS * 7, 3):
        now = began.replace(hour=14) + timedelta(days=day)
        draw_due(now)
        offer_reminders(now)
        send_asks(now)
        _answer(rng, now)
    draw_due(at)


def _answer(rng: np.random.Generator, now: datetime) -> None:
    """Some of those who were just asked answer the same day; those who like us answer more readily."""
    for sending in Sending.objects.filter(at=now, ask__step=0).select_related("invitation").order_by("id"):
        if rng.random() < ANSWERS:
            score = int(rng.choice([7, 8, 8, 9, 9, 10]))
            receive_invited(
                sending.invitation, Answer(score, ""), at=now + timedelta(hours=int(rng.integers(1, 8)))
            )
