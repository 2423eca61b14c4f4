"""Who gets what: by lot, in waves, or as the likeness of a chosen unit."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from groundswell.act.initiatives.errors import NobodyToCompare
from groundswell.act.initiatives.models import Design
from groundswell.foundation.organisation.models import Unit
from groundswell.science.effects.dealing import dealt
from groundswell.science.effects.matching import Matching, matched
from groundswell.science.effects.synthetic_control import simplex_weights

from .choice import Dealt
from .history import History, months_before
from .sizing import Asked, apart_of

Kind = Design.Kind
SMALLEST_SHARE = 0.005
"""A unit with less in a blend says nothing."""


def allot(
    kind: str, history: History, asked: Asked, *, starts_on: date, seed: int, chosen: Sequence[Unit] = ()
) -> tuple[Dealt, ...]:
    """What every unit that takes part gets. Raises NobodyToCompare where this way needs more units."""
    of_code = {unit.code: unit for unit in history.units.values()}
    if kind in {Kind.RANDOMISED, Kind.STAGGERED}:
        arms = 2 if kind == Kind.RANDOMISED else asked.waves
        if len(of_code) < 2 * arms:
            raise NobodyToCompare(
                f"It takes {2 * arms} units with scores from 0 to 10: there are {len(of_code)}."
            )
        lots = dealt(history.entrants(), arms, seed)
        days = [starts_on] if kind == Kind.RANDOMISED else _days(starts_on, asked)
        return tuple(
            Dealt(of_code[lot.code], lot.arm + 1, days[lot.arm], lot.stratum)
            if lot.arm < len(days)
            else Dealt(of_code[lot.code], stratum=lot.stratum)
            for lot in lots
        )
    if kind == Kind.MATCHED:
        having = [Dealt(unit, 1, starts_on) for unit in chosen]
        lacking = [
            Dealt(of_code[pair.likeness], matched_to=of_code[pair.unit])
            for pair in likenesses(history, chosen).pairs
        ]
        return (*having, *lacking)
    if kind == Kind.SYNTHETIC:
        return _blend(history, chosen, starts_on)
    return tuple(Dealt(unit, 1, starts_on) for unit in chosen or history.units.values())


def likenesses(history: History, chosen: Sequence[Unit]) -> Matching:
    """The nearest other for each chosen unit, with how close they are."""
    wanted = {unit.pk for unit in chosen}
    if not wanted <= set(history.units):
        lacking = ", ".join(sorted(unit.name for unit in chosen if unit.pk not in history.units))
        raise NobodyToCompare(f"Too few answers before to compare: {lacking}.")
    here = [history.before[pk] for pk in history.units if pk in wanted]
    others = [history.before[pk] for pk in history.units if pk not in wanted]
    try:
        return matched(here, others)
    except ValueError as few:
        raise NobodyToCompare(str(few)) from few


def _days(starts_on: date, asked: Asked) -> list[date]:
    first = starts_on.replace(day=1)
    later = [months_before(first, -apart_of(asked) * number) for number in range(1, asked.waves)]
    return [starts_on, *later]


def _blend(history: History, chosen: Sequence[Unit], starts_on: date) -> tuple[Dealt, ...]:
    """The chosen unit, and the others by their share in the blend that moved like it."""
    if len(chosen) != 1 or chosen[0].pk not in history.units:
        raise NobodyToCompare("A blend is for exactly one unit with answers.")
    lines = {
        unit.code: line for pk, unit in history.units.items() if np.isfinite(line := _line(history, pk)).all()
    }
    one = chosen[0]
    if one.code not in lines or len(lines) < 4 or len(history.months) < 5:
        raise NobodyToCompare("It takes three others or more, each with answers in every month before.")
    others = [code for code in lines if code != one.code]
    shares = simplex_weights(lines[one.code], np.column_stack([lines[code] for code in others]))
    of_code = {unit.code: unit for unit in history.units.values()}
    blend = [
        Dealt(of_code[code], weight=round(float(share), 3))
        for code, share in zip(others, shares, strict=True)
        if share >= SMALLEST_SHARE
    ]
    return (Dealt(one, 1, starts_on), *blend)


def _line(history: History, unit: int) -> np.ndarray:
    """The scores of the months; a gap takes the mean of its neighbours."""
    known = {
        number: tally.score
        for number, month in enumerate(history.months)
        if (tally := history.tallies.get((unit, month))) and tally.score is not None
    }
    if not known:
        return np.full(len(history.months), np.nan)
    return np.interp(range(len(history.months)), list(known), list(known.values()))
