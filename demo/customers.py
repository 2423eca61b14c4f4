"""Eight thousand customers: who they are, how they feel about us, when they came and left, and why."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from demo.chance import Floats, Whole, stream
from demo.months import WHOLE_MONTHS, Months
from demo.names import address_of, names
from demo.organisation import SHOPS
from demo.plan import refund_starts
from groundswell.foundation.customers.models import Consent, Customer

COUNT = 8_000
DOMAIN = "people.example"
SEGMENTS = {
    "Everyday": (0.42, 42.0),
    "Family": (0.26, 63.0),
    "Style club": (0.14, 96.0),
    "Occasional": (0.18, 27.0),
}
WEB_HOME = len(SHOPS)
NOT_LEFT = 10_000
STAYS_MORE = 0.2
"""By how much refunds at the door lower the log-odds that a customer of such a shop leaves in a month."""


@dataclass(frozen=True)
class Customers:
    """One entry per customer, in the order of ``rows``; months by number, negative before the two years.

    ``home``: the number of the shop, or ``WEB_HOME``. ``attitude``: standard normal, drives answers, staying and spending.
    """

    rows: list[Customer]
    home: Whole
    attitude: Floats
    joined: Whole
    left: Whole
    spending: Floats
    treated_from: Whole

    def alive(self, month: int) -> np.ndarray:
        """Who was a customer during a whole month."""
        return np.asarray((self.joined < month) & (self.left > month))


def make_customers(seed: int, months: Months) -> Customers:
    """Draw and store them, with their consents."""
    rng = stream(seed, "customers")
    home = np.where(rng.random(COUNT) < 0.28, WEB_HOME, rng.integers(0, len(SHOPS), COUNT))
    attitude = rng.normal(0, 1, COUNT)
    joined = np.where(
        rng.random(COUNT) < 0.7, -rng.integers(1, 48, COUNT), rng.integers(0, months.count, COUNT)
    )
    treated_from = _treated_from(home, months)
    left = _left(rng, attitude, joined, treated_from, months.count)
    segment = rng.choice(len(SEGMENTS), COUNT, p=[share for share, _ in SEGMENTS.values()])
    spending = np.array([amount for _, amount in SEGMENTS.values()])[segment] * np.exp(
        rng.normal(0, 0.35, COUNT)
    )
    rows = _rows(rng, months, joined, left, segment)
    return Customers(rows, home, attitude, joined, left, spending, treated_from)


def _treated_from(home: Whole, months: Months) -> Whole:
    starts = refund_starts(months)
    by_home = np.array([*(starts.get(shop, NOT_LEFT) for shop in SHOPS), NOT_LEFT])
    return np.asarray(by_home[home])


def _left(
    rng: np.random.Generator, attitude: Floats, joined: Whole, treated_from: Whole, count: int
) -> Whole:
    """The month in which each customer left: the odds fall with a better attitude, and where refunds are quick."""
    left = np.full(COUNT, NOT_LEFT)
    for month in range(count - 1):
        odds = -4.5 - 0.6 * attitude - STAYS_MORE * (treated_from <= month)
        leaves = (rng.random(COUNT) < 1 / (1 + np.exp(-odds))) & (joined < month) & (left == NOT_LEFT)
        left[leaves] = month
    return left


def _rows(
    rng: np.random.Generator, months: Months, joined: Whole, left: Whole, segment: Whole
) -> list[Customer]:
    came_by = _came_by(rng, joined)
    codes = list(SEGMENTS)
    days = rng.random((COUNT, 2))
    rows = []
    for number, name in enumerate(names(rng, COUNT)):
        rows.append(
            Customer(
                external_id=f"LL-{number + 1:06d}",
                email=address_of(name, DOMAIN, number + 1),
                name=name,
                segment=codes[segment[number]],
                came_by=came_by[number],
                joined_on=_day(months, joined[number], days[number, 0]),
                ended_on=None if left[number] == NOT_LEFT else _day(months, left[number], days[number, 1]),
            )
        )
    made = Customer.objects.bulk_create(rows, batch_size=800)
    _ask_consents(rng, made, months)
    return made


def _came_by(rng: np.random.Generator, joined: Whole) -> list[str]:
    kinds = [
        Customer.CameBy.BOUGHT,
        Customer.CameBy.REFERRAL,
        Customer.CameBy.REPUTATION,
        Customer.CameBy.UNKNOWN,
    ]
    lately, before = (
        rng.choice(4, COUNT, p=[0.34, 0.27, 0.27, 0.12]),
        rng.choice(4, COUNT, p=[0.2, 0.08, 0.1, 0.62]),
    )
    return [str(kinds[kind]) for kind in np.where(joined >= 0, lately, before)]


def _day(months: Months, number: int, share: float) -> date:
    days = max(months.days_in(WHOLE_MONTHS), 1) if number == WHOLE_MONTHS else 28
    return months.first_day(int(number)) + timedelta(days=int(share * days))


def _ask_consents(rng: np.random.Generator, customers: list[Customer], months: Months) -> None:
    allows, speaks, gone = rng.random((3, len(customers)))
    consents = []
    for customer, may, also, ends in zip(customers, allows, speaks, gone, strict=True):
        given_at = datetime.combine(customer.joined_on, time(12), UTC)
        if may < 0.97:
            withdrawn = months.at - timedelta(days=int(1 + 200 * ends)) if may > 0.95 else None
            if withdrawn is None or withdrawn > given_at:
                consents += [
                    Consent(customer=customer, purpose=purpose, given_at=given_at, withdrawn_at=withdrawn)
                    for purpose in ("asking", "contact")
                ]
        if also < 0.06 and may < 0.95:
            consents.append(Consent(customer=customer, purpose="advocacy", given_at=given_at))
    Consent.objects.bulk_create(consents, batch_size=900)
