"""What really is: how good each touchpoint is in each unit and month, and what the two initiatives do. The truth to be found."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import ndtr

from demo.chance import Floats, stream
from demo.journey import BRAND
from demo.months import WHOLE_MONTHS, Months
from demo.organisation import SERVICE_TEAMS, SHOPS, WEB_TEAMS

SPREAD = 2.1
"""Standard deviation of what customers feel, in steps of the scale from 0 to 10."""

REFUND_LIFT = 0.5
"""What "Refund at the door" adds at returns, in steps of the scale: about 15 points of score."""

REFUND_SHOPS = (SHOPS[0:4] + SHOPS[10:12], SHOPS[5:8] + SHOPS[15:16])
REFUND_MONTHS_AGO = (8, 6)
WELCOME_SHOPS = (*SHOPS[1:4], *SHOPS[8:10], *SHOPS[12:14], SHOPS[16])
WELCOME_MONTHS_AGO = 7
BEGGING_SHOP = "chester"
WEB, SERVICE = tuple(WEB_TEAMS), tuple(SERVICE_TEAMS)
LINES = {"web-shop": (*WEB, "web-shop"), "service-centre": SERVICE}


@dataclass(frozen=True)
class Ask:
    """A touchpoint (or the brand): where it is asked, how many answer per month, how good it is, by which channels."""

    units: tuple[str, ...]
    monthly: float
    level: float
    channels: dict[str, float]
    words: float = 0.27


ASKS = {
    "browsing": Ask(("catalogue",), 22, 8.0, {"web": 1.0}),
    "newsletter": Ask(("club-team",), 12, 7.8, {"email": 1.0}),
    "shop-visit": Ask(SHOPS, 8.0, 8.5, {"email": 0.6, "shop": 0.4}),
    "fitting-room": Ask(SHOPS, 2.5, 7.9, {"shop": 0.7, "email": 0.3}, 0.35),
    "checkout": Ask(("checkout-team",), 42, 8.2, {"web": 0.8, "email": 0.2}),
    "delivery": Ask(("delivery-desk",), 80, 7.9, {"email": 0.75, "web": 0.25}),
    "garment": Ask((*SHOPS, "catalogue"), 5.0, 8.2, {"email": 0.9, "web": 0.1}, 0.5),
    "alterations": Ask(SHOPS, 1.2, 8.3, {"shop": 0.6, "email": 0.4}),
    "returns": Ask((*SHOPS, "web-returns"), 11.0, 6.4, {"email": 0.8, "shop": 0.2}, 0.33),
    "order-help": Ask(SERVICE[:4], 13.0, 7.7, {"phone": 0.5, "chat": 0.3, "email": 0.2}),
    "loyalty-club": Ask(("club-team",), 30, 8.3, {"email": 1.0}, 0.5),
    "complaint-handling": Ask(("complaints-desk",), 13, 7.1, {"phone": 0.5, "email": 0.5}),
    BRAND: Ask((*SHOPS, "web-shop"), 3.0, 8.0, {"email": 1.0}),
}
TIMES_AS_MANY = {("garment", "catalogue"): 8.0, ("returns", "web-returns"): 3.5, (BRAND, "web-shop"): 12.0}


@dataclass(frozen=True)
class Quality:
    """``level[code]``: units in the order of its ask by months, in steps of the scale; ``without``: had nothing been done."""

    level: dict[str, Floats]
    without: dict[str, Floats]
    months: Months

    def of(self, code: str, unit: str) -> Floats:
        """The level of one touchpoint in one unit, month by month."""
        return np.asarray(self.level[code][ASKS[code].units.index(unit)])

    def lift(self) -> float:
        """The true effect of "Refund at the door" in points of score, over the shops and months that have it."""
        index = [ASKS["returns"].units.index(shop) for wave in REFUND_SHOPS for shop in wave]
        gained = score_of(self.level["returns"]) - score_of(self.without["returns"])
        return float(gained[index][gained[index] > 0].mean())


def score_of(level: Floats) -> Floats:
    """The score in points that a level gives: the share that feels 8.5 or more less the share that feels less than 6.5."""
    return np.asarray(100 * (ndtr((level - 8.5) / SPREAD) - ndtr((6.5 - level) / SPREAD)))


def make_quality(seed: int, months: Months) -> Quality:
    """Draw the truth of every touchpoint, unit and month."""
    rng = stream(seed, "quality")
    habits = {unit: rng.normal(0, 0.22) for ask in ASKS.values() for unit in ask.units}
    without: dict[str, Floats] = {}
    for code, ask in ASKS.items():
        own = np.array([0.7 * habits[unit] for unit in ask.units]) + rng.normal(0, 0.15, len(ask.units))
        weather = rng.normal(0, 0.1, (len(ask.units), months.count))
        without[code] = ask.level + own[:, None] + weather + _season(code, months)[None, :]
    return Quality({code: level + lift_of(code, months) for code, level in without.items()}, without, months)


def _season(code: str, months: Months) -> Floats:
    """Parcels are late before Christmas, and the lines in the shops are long; the hotline feels both."""
    touched = {"delivery": -0.7, "order-help": -0.4, "returns": -0.2, "shop-visit": -0.1}.get(code, 0.0)
    months_of_year = [months.first_day(number).month for number in range(months.count)]
    return touched * np.array(
        [1.0 if month == 12 else 0.5 if month == 1 else 0.0 for month in months_of_year]
    )


def lift_of(code: str, months: Months) -> Floats:
    """What the initiatives add: "Refund at the door" at returns where and since it runs, the welcome script nothing."""
    units = ASKS[code].units
    lift = np.zeros((len(units), months.count))
    if code == "returns":
        for unit, start in refund_starts(months).items():
            lift[units.index(unit), start:] = REFUND_LIFT
    return lift


def refund_starts(months: Months) -> dict[str, int]:
    """In which month each shop began to refund at the door."""
    waves = zip(REFUND_SHOPS, REFUND_MONTHS_AGO, strict=True)
    return {shop: months.ago(ago) for wave, ago in waves for shop in wave}


def first_days(months: Months) -> dict[str, dict[str, date]]:
    """From which day each shop works with each of the two initiatives."""
    welcome = months.first_day(WHOLE_MONTHS - WELCOME_MONTHS_AGO)
    return {
        "refund": {shop: months.first_day(start) for shop, start in refund_starts(months).items()},
        "welcome": dict.fromkeys(WELCOME_SHOPS, welcome),
    }
