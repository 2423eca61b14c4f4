"""Who answered what, where and when: drawn from the truth, before anything is stored."""

from calendar import monthrange
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from demo.chance import Floats, Whole, even_normals, stream, whole_number
from demo.customers import NOT_LEFT, WEB_HOME, Customers
from demo.months import WHOLE_MONTHS, Months
from demo.organisation import SHOPS
from demo.plan import ASKS, BEGGING_SHOP, SPREAD, TIMES_AS_MANY, Quality

CLOSENESS = 0.6
"""Correlation of one answer with the attitude of the customer who gives it."""

BEGS_AT = ("shop-visit", "fitting-room")
TURNED_TO_NINE, LEFT_OUT = 0.65, 0.7
"""In the shop that begs: the share of 7s and 8s that become a 9, and of the unhappy whom nobody invites."""


@dataclass(frozen=True)
class Answers:
    """One entry per answer, in the order of time. ``ask`` and ``unit`` are places in ``ASKS`` and in the units of the ask."""

    ask: Whole
    unit: Whole
    month: Whole
    day: Whole
    minute: Whole
    customer: Whole
    score: Whole
    channel: list[str]
    chance: Floats

    def __len__(self) -> int:
        return len(self.ask)

    def only(self, codes: tuple[str, ...]) -> "Answers":
        """Those about some touchpoints."""
        kept = np.flatnonzero(np.isin(self.ask, [list(ASKS).index(code) for code in codes]))
        columns = (self.ask, self.unit, self.month, self.day, self.minute, self.customer, self.score)
        return Answers(
            *(column[kept] for column in columns), [self.channel[one] for one in kept], self.chance[kept]
        )


def draw_answers(seed: int, quality: Quality, customers: Customers, months: Months) -> Answers:
    """All answers of two years, up to yesterday. The present month is drawn whole and cut, so that a day alters no other."""
    parts = [
        _of_unit(stream(seed, f"{code} {unit}"), number, place, unit, quality, customers, months)
        for number, (code, ask) in enumerate(ASKS.items())
        for place, unit in enumerate(ask.units)
    ]
    ask, unit, month, day, minute, customer, score = (
        np.concatenate(column) for column in zip(*parts, strict=True)
    )
    order = np.lexsort((minute, day, month))
    found = Answers(
        *(column[order] for column in (ask, unit, month, day, minute, customer, score)), [], np.empty(0)
    )
    return _with_channels(stream(seed, "channels"), found)


def _of_unit(
    rng: np.random.Generator,
    ask: int,
    place: int,
    unit: str,
    quality: Quality,
    customers: Customers,
    months: Months,
) -> tuple[Whole, ...]:
    code = list(ASKS)[ask]
    monthly = (
        ASKS[code].monthly * TIMES_AS_MANY.get((code, unit), 1.0) * np.exp(rng.normal(0, 0.08, months.count))
    )
    month = np.repeat(np.arange(months.count), whole_number(rng, monthly))
    feeling = even_normals(rng, month.size)
    score = np.clip(np.rint(quality.level[code][place][month] + SPREAD * feeling), 0, 10).astype(np.int64)
    kept = np.ones(month.size, dtype=bool)
    if unit == BEGGING_SHOP and code in BEGS_AT:
        score, kept = _begged(rng, score)
    customer = _who(rng, unit, month, feeling, customers)
    length = np.array(
        [monthrange(day.year, day.month)[1] for day in map(months.first_day, range(months.count))]
    )
    day = (rng.random(month.size) * length[month]).astype(np.int64)
    minute = rng.integers(9 * 60, 18 * 60, month.size)
    kept &= (customer >= 0) & ((month < WHOLE_MONTHS) | (day < months.days_in(WHOLE_MONTHS)))
    columns = (np.full(month.size, ask), np.full(month.size, place), month, day, minute, customer, score)
    return tuple(column[kept] for column in columns)


def _begged(rng: np.random.Generator, score: Whole) -> tuple[Whole, np.ndarray]:
    """Nice people say nine when the till asks them to, and the unhappy are not asked."""
    is_turned = np.isin(score, (7, 8)) & (rng.random(score.size) < TURNED_TO_NINE)
    return np.where(is_turned, 9, score), ~((score <= 6) & (rng.random(score.size) < LEFT_OUT))


def _who(rng: np.random.Generator, unit: str, month: Whole, feeling: Floats, customers: Customers) -> Whole:
    """For each answer a customer of the place whose attitude goes with it; everybody is as likely as everybody else."""
    noise = rng.normal(0, 1, month.size)
    rank = _share(CLOSENESS * feeling + np.sqrt(1 - CLOSENESS**2) * noise)
    found = np.full(month.size, -1)
    for number in np.unique(month):
        pool = pool_of(unit, int(number), customers)
        here = month == number
        if pool.size:
            found[here] = pool[(rank[here] * pool.size).astype(np.int64)]
    return found


def _share(normal: Floats) -> Floats:
    return np.asarray(np.minimum(ndtr(normal), 1 - 1e-9))


def pool_of(unit: str, month: int, customers: Customers) -> Whole:
    """The customers of a place in a month, by attitude: of the shop, of the web, or (service centre) all."""
    present = (customers.joined < month) & ((customers.left > month) | (customers.left == NOT_LEFT))
    if unit in SHOPS:
        present &= customers.home == SHOPS.index(unit)
    elif unit in {"catalogue", "checkout-team", "delivery-desk", "web-returns", "web-shop"}:
        present &= customers.home == WEB_HOME
    chosen = np.flatnonzero(present)
    return np.asarray(chosen[np.argsort(customers.attitude[chosen], kind="stable")])


def _with_channels(rng: np.random.Generator, found: Answers) -> Answers:
    drawn, chance = rng.random(len(found)), rng.random(len(found))
    asks = list(ASKS.values())
    edges = [np.cumsum(list(ask.channels.values())) for ask in asks]
    names = [list(ask.channels) for ask in asks]
    channel = [
        names[ask][min(int(np.searchsorted(edges[ask], one)), len(names[ask]) - 1)]
        for ask, one in zip(found.ask, drawn, strict=True)
    ]
    columns = (found.ask, found.unit, found.month, found.day, found.minute, found.customer, found.score)
    return Answers(*columns, channel, chance)
