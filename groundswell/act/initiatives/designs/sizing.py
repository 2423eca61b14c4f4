"""What each way to tell could find in so many months, computed from the own data before anybody begins."""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from groundswell.act.initiatives.customers.speaking import Spoken
from groundswell.act.initiatives.models import Design
from groundswell.science.effects.any_day import AT_THE_END
from groundswell.science.effects.effect import CLEARLY
from groundswell.science.effects.planning import (
    LONGEST,
    NO_DRIFT,
    USUAL_POWER,
    Drift,
    drift_of,
    error_of,
    finds,
    power_of,
    series_error,
    series_freedom,
    two_arms,
    units_needed,
    waves,
)
from groundswell.science.effects.wandering import Wandering

from .choice import Needed
from .history import History

Kind = Design.Kind
USUAL_WAVES = 3
HALF = 50
"""Of 100 customers so many get it: the two sides tell most when they are of a size."""
LONGEST_BEFORE = 12
CURVE = 12
"""Months on the picture."""
FEWEST_SPEAKERS = 50
"""Customers on both sides together of whom a plan can be made."""
ENOUGH_FOR_A_BLEND = 19
"""Others, each with answers in every month: among fewer the first is no rarer than 1 in 20."""
NOTHING_KNOWN = Needed()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to find, in how many months, with how many units that have been chosen already (0: none are)."""

    smallest: float
    months: int
    chosen: int = 0
    waves: int = USUAL_WAVES
    share: int = HALF
    """Of 100 customers so many get it, where customers are dealt."""


@dataclass(frozen=True, slots=True)
class Size:
    """What one way finds; ``reason`` says why nothing can be computed. ``curve``: power after 1, 2, ... months."""

    kind: str
    needed: Needed = NOTHING_KNOWN
    power: float | None = None
    months_needed: int | None = None
    curve: tuple[float | None, ...] = ()
    reason: str = ""

    @property
    def is_enough(self) -> bool:
        return self.power is not None and self.power >= USUAL_POWER

    def in_words(self, asked: Asked) -> str:
        """Such as: this design cannot find less than 9 points in 3 months."""
        if self.needed.finds_points is None:
            return self.reason
        least, months = f"{self.needed.finds_points:.0f} points", _months(asked.months)
        if self.kind == Kind.INTERRUPTED:
            return f"It sees a step of {least} and more in {months}, 8 times of 10. What made it nobody can tell."
        if self.is_enough:
            return f"It finds {asked.smallest:g} points in {months}: 8 times of 10 already from {least} on."
        words = f"This design cannot find less than {least} in {months}."
        if self.months_needed:
            return f"{words} For {asked.smallest:g} points it takes {_months(self.months_needed)}."
        if self.needed.units_per_arm:
            return words
        if self.kind == Kind.CUSTOMERS:
            return f"{words} For {asked.smallest:g} points three years do not do: seek more, or ask more customers by name."
        return f"{words} For {asked.smallest:g} points three years do not do: seek more, or let more units take part."


def sizes(history: History, asked: Asked) -> dict[str, Size]:
    """Every way, with what it finds."""
    return {kind: size_of(kind, history, asked) for kind in Kind.values}


def size_of(kind: str, history: History, asked: Asked) -> Size:
    """One way. It rests on how the units moved apart by themselves before, and is judged by the range that holds at every look."""
    if kind == Kind.CUSTOMERS:
        return _of_customers(history, asked)
    found = _wandering(kind, history)
    if kind == Kind.BEFORE_AFTER:
        return Size(kind, reason="It cannot tell the change from anything else that happened: no size helps.")
    if found is None:
        return Size(
            kind,
            reason="Too little is known: it takes three units with answers in most of four months or more.",
        )
    if few := _too_few_to_stand_out(kind, history, asked):
        return Size(kind, reason=few)
    errors = [_error(kind, history, asked, months) for months in range(1, LONGEST + 1)]
    if errors[asked.months - 1] is None:
        return Size(kind, reason=_why_not(kind, history, asked))
    freedom = _freedom(kind, history, asked, found)
    drifts = [_drift(kind, history, asked, months) for months in range(1, LONGEST + 1)]
    powers = [
        None if error is None else power_of(asked.smallest, error, freedom, AT_THE_END, drift)
        for error, drift in zip(errors, drifts, strict=True)
    ]
    enough = (number for number, power in enumerate(powers, 1) if power is not None and power >= USUAL_POWER)
    before, each = min(LONGEST_BEFORE, found.months), None
    if kind in {Kind.RANDOMISED, Kind.MATCHED}:
        each = units_needed(
            found, asked.smallest, before, asked.months, confidence=AT_THE_END, is_chosen=kind == Kind.MATCHED
        )
    needed = Needed(
        answers_per_arm=None if each is None else round(each * asked.months * found.answers),
        units_per_arm=each,
        finds_points=round(
            finds(
                errors[asked.months - 1] or 0.0, freedom, confidence=AT_THE_END, drift=drifts[asked.months - 1]
            ),
            1,
        ),
        basis={
            "units": found.units, "months_before": found.months, "answers_a_month": round(found.answers, 1),
            "variance": round(found.variance, 1), "design_effect": round(found.design_effect, 2),
            "alike": round(found.alike, 2), "shared": round(found.shared, 1),
        },
    )  # fmt: skip
    return Size(kind, needed, powers[asked.months - 1], next(enough, None), tuple(powers[:CURVE]))


def _of_customers(history: History, asked: Asked) -> Size:
    """Customers dealt by lot: how many answer in so many months, how far they lie apart, and how much their own before tells."""
    found = history.speakers
    if found is None or found.in_months(asked.months).n < FEWEST_SPEAKERS:
        return Size(
            Kind.CUSTOMERS,
            reason=f"Too few answers name their customer: it takes {FEWEST_SPEAKERS} customers who answer in {_months(asked.months)}.",
        )
    heard = [found.in_months(months) for months in range(1, LONGEST + 1)]
    share = asked.share / 100
    powers = [_power_of_customers(one, share, asked.smallest) for one in heard]
    enough = (number for number, power in enumerate(powers, 1) if power >= USUAL_POWER)
    here = heard[asked.months - 1]
    needed = Needed(
        finds_points=round(
            finds(here.error(share), here.n - 2, confidence=AT_THE_END) + here.widened(share), 1
        ),
        basis={
            "customers": here.n, "months_before": found.months, "variance": round(here.variance, 1), "known": round(here.known, 2),
            "saved": round(here.saved, 2),
        },
    )  # fmt: skip
    return Size(Kind.CUSTOMERS, needed, powers[asked.months - 1], next(enough, None), tuple(powers[:CURVE]))


def _power_of_customers(heard: Spoken, share: float, smallest: float) -> float:
    """How often the effect is found although its range allows for who answers."""
    if heard.n < FEWEST_SPEAKERS or (sought := smallest - heard.widened(share)) <= 0:
        return 0.0
    error = heard.error(share)
    return power_of(sought, error, heard.n - 2, AT_THE_END) if error else 1.0


def _wandering(kind: str, history: History) -> Wandering | None:
    """How units move apart, weighed as this way will weigh them when it is told."""
    found = history.wandering
    if found is None or kind == Kind.SYNTHETIC:
        return found
    return found.by_lot() if kind == Kind.RANDOMISED else found.by_answers()


def _error(kind: str, history: History, asked: Asked, months: int) -> float | None:
    found = _wandering(kind, history)
    if found is None:
        return None
    if kind == Kind.INTERRUPTED:
        return series_error(min(LONGEST_BEFORE * 2, found.months), months, found, len(history.units))
    plan = _plan(kind, history, asked, months)
    return None if plan is None else error_of(plan, found)


def _drift(kind: str, history: History, asked: Asked, months: int) -> Drift:
    """What the verdict will allow for: nothing for a lot, a drift of the usual size for units that somebody chose."""
    found = _wandering(kind, history)
    if kind != Kind.MATCHED or found is None:
        return NO_DRIFT
    chosen = asked.chosen or len(history.units) // 2
    return drift_of(chosen, chosen, min(LONGEST_BEFORE, len(history.months)), months, found)


def _plan(kind: str, history: History, asked: Asked, months: int) -> NDArray[np.float64] | None:
    """Units by months as this way would deal them; None where there are too few units."""
    units, before = len(history.units), min(LONGEST_BEFORE, len(history.months))
    if kind == Kind.RANDOMISED and units >= 4:
        return two_arms(units // 2, units - units // 2, before)(months)
    if kind == Kind.STAGGERED and units >= 2 * asked.waves and asked.months >= asked.waves:
        each = [units // asked.waves + (number < units % asked.waves) for number in range(asked.waves)]
        last = (asked.waves - 1) * apart_of(asked)
        return waves(each, apart_of(asked), before)(min(months, last))  # then nobody is left to compare with
    if kind == Kind.MATCHED and 2 <= (asked.chosen or units // 2) <= units // 2:
        chosen = asked.chosen or units // 2
        return two_arms(chosen, chosen, before)(months)
    if kind == Kind.SYNTHETIC and len(history.unbroken) >= 4:
        return two_arms(1, len(history.unbroken) - 1, before)(months)
    return None


def apart_of(asked: Asked) -> int:
    """Months between two waves, so that the last one begins before the end."""
    return max(1, asked.months // asked.waves)


def _freedom(kind: str, history: History, asked: Asked, found: Wandering) -> float:
    if kind == Kind.INTERRUPTED:
        return series_freedom(min(LONGEST_BEFORE * 2, found.months), asked.months)
    taking = 2 * (asked.chosen or len(history.units) // 2) if kind == Kind.MATCHED else len(history.units)
    return found.freedom(taking)


def _too_few_to_stand_out(kind: str, history: History, asked: Asked) -> str:
    """Where even the best of all ways to deal the units is no rarer than 1 in 20, whatever the answers say: why; else empty."""
    units = len(history.units)
    if kind == Kind.SYNTHETIC and 4 <= (whole := len(history.unbroken)) <= ENOUGH_FOR_A_BLEND:
        return (
            f"Only the {whole} units with answers in every month can be told apart so: even the first of them comes by chance too often "
            f"to tell. It takes {ENOUGH_FOR_A_BLEND + 1}, or a second unit that begins."
        )
    if kind == Kind.RANDOMISED and units >= 4:
        having, lacking = units // 2, units - units // 2
    elif kind == Kind.MATCHED and 2 <= (asked.chosen or units // 2) <= units // 2:
        having = lacking = asked.chosen or units // 2
    else:
        return ""
    ways = comb(having + lacking, having)
    if (2 if having == lacking else 1) / ways < CLEARLY:
        return ""
    return (
        f"{having} units with it and {lacking} without can be dealt in {ways} ways only: even the best of them comes by chance too "
        "often to tell. It takes four units on each side."
    )


def _why_not(kind: str, history: History, asked: Asked) -> str:
    there = f"there {'is' if len(history.units) == 1 else 'are'} {len(history.units)}"
    if kind == Kind.STAGGERED:
        wanted = 2 * asked.waves
        return (
            f"{asked.waves} waves take {wanted} units with answers: {there}."
            if len(history.units) < wanted
            else f"{asked.waves} waves take longer than {_months(asked.months)}."
        )
    if kind == Kind.MATCHED:
        return f"It takes two chosen units or more, and as many others like them: {there} in all."
    if kind == Kind.INTERRUPTED:
        return "It takes four months of answers before the start, and two after it."
    return f"It takes four units with answers: {there}."


def _months(count: int) -> str:
    return f"{count} month{'' if count == 1 else 's'}"
