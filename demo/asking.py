"""Asking of the last weeks: plans, an own rule, asks that went out and asks that the rules stopped."""

from datetime import datetime, timedelta

import numpy as np

from demo.chance import stream
from demo.customers import NOT_LEFT
from demo.organisation import BUILDER
from demo.signals import Ground
from groundswell.listen.asking.actions import ban_contact, make_plan, record_episode, set_rule
from groundswell.listen.asking.drawing import draw_due, offer_reminders
from groundswell.listen.asking.jobs import send_asks
from groundswell.listen.asking.models import ListeningPlan, Sending
from groundswell.listen.channels.web.answers import Answer, receive_invited

WEEKS = 6
EPISODES = 24
ANSWERS = 0.3
BANS = (
    "Asked us by phone to stop writing",
    "Works for a competitor",
    "In dispute with us through a solicitor",
)


def ask_lately(seed: int, ground: Ground, at: datetime) -> None:
    """Run the real queue day by day over six weeks, in few asks, so that its pages show what they are for."""
    rng, began = stream(seed, "asking"), at - timedelta(weeks=WEEKS)
    returns, orders = (ground.journey.versions[code][0].survey for code in ("returns", "order-help"))
    set_rule("yearly_cap", 6, by=BUILDER, at=began)
    set_rule("survey_window", 180, survey=ground.journey.versions["brand"][0].survey, by=BUILDER, at=began)
    given = {"by": BUILDER, "at": began, "starts_on": began.date()}
    brand = ground.journey.versions["brand"][0].survey
    rolling = ListeningPlan.Kind.ROLLING
    make_plan(
        name="Every month, one customer in a hundred",
        kind=rolling,
        survey=brand,
        share=1,
        reminders_at_most=1,
        **given,
    )
    for name, survey in (("After a return", returns), ("After help with an order", orders)):
        make_plan(name=name, kind=ListeningPlan.Kind.EPISODE, survey=survey, wait_hours=24, **given)
    wave = at.date() + timedelta(days=45)
    make_plan(
        name="Style club wave",
        kind=ListeningPlan.Kind.WAVE,
        survey=brand,
        segments=["Style club"],
        spread_days=10,
        **{**given, "starts_on": wave},
    )
    here = np.flatnonzero((ground.customers.joined < 0) & (ground.customers.left == NOT_LEFT))
    people = [ground.customers.rows[int(n)] for n in rng.choice(here, EPISODES, replace=False)]
    for customer, why in zip(people[:3], BANS, strict=True):
        ban_contact(customer, why=why, by=BUILDER, at=began)
    _live(rng, ground, people, began, at)


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
