"""Complaints in the register, and the fresh voices of the last two days."""

from datetime import datetime, timedelta

import numpy as np

from demo.chance import stream
from demo.customers import NOT_LEFT, WEB_HOME, Customers
from demo.organisation import DEMO_SHOP, SHOPS, Organisation
from demo.plan import ASKS
from demo.signals import SOURCE, Ground, employee_at, version_at
from demo.texts import Texts
from groundswell.listen.complaints.actions import CALL, NewComplaint, receive_complaint
from groundswell.listen.signals.actions import NewSignal, receive_signal

PLACES = (("returns", 9), ("delivery", 4), ("shop-visit", 3), ("alterations", 1), ("order-help", 3))
WANTS = (
    "My money back.",
    "An apology and my refund.",
    "A new one in the right size.",
    "That somebody rings me.",
    "",
)
CALLS = (
    (30, "I rang three times about my refund. Each time somebody else told me something else."),
    (52, "The courier took my return and now nobody finds it."),
)
BEFORE_THE_RULES, SINCE_THE_RULES = 22, 24
FRESH = (
    (
        "returns",
        2,
        3.0,
        "I am still waiting for my refund after three weeks. Nobody could tell me where my refund was.",
    ),
    (
        "returns",
        10,
        5.5,
        "They refunded me at the door in two minutes. The assistant even found me the right size.",
    ),
    (
        "shop-visit",
        10,
        7.0,
        "She found me a dress I would never have picked. Honest advice about what suited me.",
    ),
    ("shop-visit", 4, 9.0, "I waited twenty minutes at the till. My size was not in stock, again."),
    (
        "fitting-room",
        5,
        20.0,
        "Only one fitting room was open and the queue was long. I left without buying.",
    ),
    ("shop-visit", 9, 24.0, "Friendly staff who leave you in peace until you need them."),
    ("returns", 6, 27.0, "The return took two visits. I had no voucher, I wanted my money back."),
    ("alterations", 9, 30.0, "Hem done while I had lunch. Not a stitch out of place."),
    ("shop-visit", 7, 33.0, ""),
    ("fitting-room", 8, 40.0, ""),
)
FRESH_ELSEWHERE = 24


def make_complaints(seed: int, ground: Ground, texts: Texts, rules_from: datetime) -> int:
    """Complaints of two years, oldest first, each received and acknowledged as every complaint is. Returns how many."""
    rng = stream(seed, "complaints")
    at = ground.months.at
    before = rng.uniform(101, 700, BEFORE_THE_RULES)
    since = rng.uniform(1.5, (at - rules_from).days, SINCE_THE_RULES)
    days = sorted([*before, *since], reverse=True)
    codes = rng.choice(len(PLACES), len(days), p=np.array([often for _, often in PLACES]) / 20)
    for number, (ago, place) in enumerate(zip(days, codes, strict=True)):
        _complain(rng, number, PLACES[place][0], at - timedelta(days=float(ago)), ground, texts)
    demo_shop = at - timedelta(hours=6)
    _complain(rng, len(days), "returns", demo_shop, ground, texts, DEMO_SHOP)
    _calls(ground, at)
    return len(days) + 1 + len(CALLS)


def _calls(ground: Ground, at: datetime) -> None:
    """Two customers whom we know rang from a number that we do not know: they are here twice until somebody says so."""
    loyal = [row for row in ground.customers.rows if row.ended_on is None]
    for number, (hours, words) in enumerate(CALLS):
        receive_complaint(
            NewComplaint(
                submission=f"demonstration-call-{number}",
                what_happened=words,
                name=loyal[17 + 400 * number].name,
                phone=f"020 7946 00{18 + number}",
                unit_id=ground.organisation.units[DEMO_SHOP].pk,
                touchpoint_id=ground.journey.touchpoints["returns"].pk,
                channel="phone",
                source=CALL,
            ),
            at=at - timedelta(hours=hours),
        )


def _complain(
    rng: np.random.Generator,
    number: int,
    code: str,
    at: datetime,
    ground: Ground,
    texts: Texts,
    unit: str = "",
) -> None:
    units = ASKS[code].units
    unit = unit or units[int(rng.integers(len(units)))]
    customer = somebody(rng, unit, ground.customers)
    receive_complaint(
        NewComplaint(
            submission=f"demonstration-{number}",
            what_happened=texts.complaint(customer),
            wants=WANTS[int(rng.integers(len(WANTS)))],
            email=ground.customers.rows[customer].email or "",
            unit_id=ground.organisation.units[unit].pk,
            touchpoint_id=ground.journey.touchpoints[code].pk,
        ),
        at=at,
    )


def somebody(rng: np.random.Generator, unit: str, customers: Customers) -> int:
    """A customer of a place who is still with us; of the web shop where the place is no shop."""
    home = SHOPS.index(unit) if unit in SHOPS else WEB_HOME
    pool = np.flatnonzero((customers.home == home) & (customers.joined < 0) & (customers.left == NOT_LEFT))
    return int(pool[int(rng.integers(pool.size))])


def make_fresh_voices(seed: int, ground: Ground, texts: Texts) -> int:
    """What came in during the last two days: in the demonstration shop with words, elsewhere by chance. Returns how many."""
    rng = stream(seed, "fresh")
    at = ground.months.at
    told = [(DEMO_SHOP, code, score, hours, words) for code, score, hours, words in FRESH]
    codes = ("returns", "shop-visit", "delivery", "order-help", "garment")
    for hours in rng.uniform(0.5, 20, FRESH_ELSEWHERE):
        code = codes[int(rng.integers(len(codes)))]
        others = [unit for unit in ASKS[code].units if unit != DEMO_SHOP]
        unit, score = others[int(rng.integers(len(others)))], int(rng.choice([2, 5, 6, 7, 8, 9, 9, 10, 10]))
        told.append((unit, code, score, float(hours), ""))
    for number, one in enumerate(sorted(told, key=lambda one: -one[3])):
        _answer(rng, number, *one, ground, texts, at)
    return len(told)


def _answer(
    rng: np.random.Generator,
    number: int,
    unit: str,
    code: str,
    score: int,
    hours: float,
    words: str,
    ground: Ground,
    texts: Texts,
    at: datetime,
) -> None:
    customer = somebody(rng, unit, ground.customers)
    submitted_at = at - timedelta(minutes=int(60 * hours))
    employee = _employee(rng, code, unit, ground.organisation)
    if not words and unit != DEMO_SHOP and rng.random() < 0.6:
        words = texts.about(code, score, customer)
    new = NewSignal(
        source=SOURCE,
        key=f"fresh-{number:03d}",
        channel=next(iter(ASKS[code].channels)),
        submitted_at=submitted_at,
        score=score,
        comment=words,
        kind_of_score="experience",
        touchpoint_id=ground.journey.touchpoints[code].pk,
        unit_id=ground.organisation.units[unit].pk,
        employee_id=employee,
        customer_id=ground.customers.rows[customer].pk,
        version_id=version_at(ground.journey, code, submitted_at).pk,
        episode_at=submitted_at - timedelta(hours=3),
    )
    receive_signal(new, at=submitted_at)


def _employee(rng: np.random.Generator, code: str, unit: str, organisation: Organisation) -> int | None:
    """Who served the customer; in the demonstration shop most often the person who signs in."""
    if unit == DEMO_SHOP and rng.random() < 0.6:
        return organisation.frontline(unit)[0].pk
    employee = employee_at(rng, code, unit, organisation)
    return employee.pk if employee else None
