"""The effect of an initiative, with the verdict that the evidence allows and what it would take to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from math import ceil, copysign, hypot, sqrt
from typing import Final

from groundswell.science.statistics.chance import in_how_many

MINIMUM_RELEVANT: Final = 5.0
"""Points below which an effect does not matter, unless the reader says otherwise."""

CLEARLY: Final = 0.05

USUAL_DRIFT: Final = 0.35
"""Points a month by which units that somebody chose drift apart from others by themselves (standard deviation): less than 0.7 in 19 of 20
organisations. Chosen, not measured: what other sizes find and claim stands in decision 28."""
DRIFT_REACH: Final = 2.24
"""Standard deviations of that drift to allow for: as many as the range true at every look has in the end."""

WHO_ANSWERS: Final = "Who answers has changed with it, and that alone could have made this difference: ask more of the silent ones."


class Verdict(Enum):
    """What may be said about an initiative."""

    WORKED = "worked"
    DID_NOT = "did not"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Contrast:
    """One estimate with its 95 % range and p value; no range where spread cannot be known."""

    estimate: float
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None

    @property
    def excludes_zero(self) -> bool:
        """Whether the range leaves out 0."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class PreTrend:
    """Whether both groups moved alike before the start: slope per period of treated minus control, and a
    placebo start in the middle of the time before. ``periods`` lie between the middle of the time before and that after it."""

    slope: Contrast
    placebo: Contrast | None
    periods: float
    is_violated: bool
    is_known: bool = True
    """Whether there is time enough before the start to know a slope."""

    @property
    def drift(self) -> float:
        """What the slope makes by itself, carried on."""
        return self.slope.estimate * self.periods

    @property
    def by_itself(self) -> tuple[float, float]:
        """What a drift makes of the effect, mean and standard deviation: what is usual, corrected by what was seen before the start.

        Both normal: a drift of USUAL_DRIFT a period around none, and the slope around the true one. Little is taken away where the
        months before say little, and what they leave open counts as unsure, where a test of them would be silent (Roth 2022, AER
        Insights 4:305). A bound on the drift instead of its usual size is that of Rambachan & Roth (2023, REStud 90:2555).
        """
        usual = USUAL_DRIFT * self.periods
        error = (self.slope.standard_error or 0.0) * self.periods
        if not self.is_known or not error:
            return 0.0, usual
        share = usual**2 / (usual**2 + error**2)
        return share * self.drift, usual * sqrt(1 - share)


@dataclass(frozen=True, slots=True)
class Effect:
    """Difference-in-differences in the unit of the outcome. `n_before` and `n_after` count treated answers."""

    estimate: float | None
    low: float | None
    high: float | None
    p_value: float | None
    n_treated_units: int
    n_control_units: int
    n_before: int
    n_after: int
    pre_trend: PreTrend | None
    verdict: Verdict
    permutation_p: float | None = None
    minimum_relevant: float = MINIMUM_RELEVANT
    higher_is_better: bool = True
    needs: tuple[str, ...] = ()
    standard_error: float | None = None
    once: Contrast | None = None
    """The range for one look alone, where `low` and `high` hold at every look or allow for who answers."""
    could_be: tuple[float, float] = (0.0, 0.0)
    """By how much the effect could be lower and higher because of who answers; within `low` and `high` already."""
    compared_before: int | None = None
    """The first period with nobody left to compare with; None where enough units never start."""
    as_answered: Contrast | None = None
    """The same from the answers as they came, where the effect is weighted to everybody who was asked."""
    having: Contrast | None = None
    """What having the change does, where not every unit had what it was dealt: beside the verdict, which rests on what was dealt."""
    whom: str = "units"
    """Who was compared: units, or customers where these were dealt by lot."""
    beside: tuple[tuple[int, float], ...] = ()
    """What it is held against period by period, where that is not other units as they are: a blend, or its own line drawn on."""

    def in_words(self, name: str, unit: str = "points") -> str:
        """A plain sentence or two that may stand beside the name of the initiative."""
        if self.verdict is Verdict.CANNOT_TELL:
            return " ".join((self._unsure(name, unit), *self.needs))
        return " ".join((self._sure(name, unit), *self.needs))

    def _sure(self, name: str, unit: str) -> str:
        between = f"{_signed(self.low)} to {_signed(self.high)}"
        if self.verdict is Verdict.WORKED:
            return (
                f"{name} worked: {_signed(self.estimate)} {unit} ({between}) against {self.whom} without it over the "
                f"same time; {in_how_many(self._chance)} such comparisons chance alone would show as much."
            )
        if is_small(self.low, self.high, self.minimum_relevant):
            return (
                f"{name} made no difference that matters: {_signed(self.estimate)} {unit} ({between}) against "
                f"{self.whom} without it, all within the {self.minimum_relevant:g} {unit} that would matter."
            )
        return f"{name} made it worse: {_signed(self.estimate)} {unit} ({between}) against {self.whom} without it."

    def _unsure(self, name: str, unit: str) -> str:
        if self.estimate is None:
            return f"We cannot tell whether {name} worked."
        if self.low is None:
            return f"We cannot tell whether {name} worked: {_signed(self.estimate)} {unit}, range unknown."
        return (
            f"We cannot tell whether {name} worked: the effect lies between {_signed(self.low)} and "
            f"{_signed(self.high)} {unit}."
        )

    @property
    def _chance(self) -> float:
        known = [p for p in (self.p_value, self.permutation_p) if p is not None]
        return max(known, default=1.0)


def is_small(low: float | None, high: float | None, minimum_relevant: float) -> bool:
    """Whether the whole range lies within what does not matter."""
    return low is not None and high is not None and -minimum_relevant <= low and high <= minimum_relevant


def judge(
    found: Contrast,
    permutation_p: float | None,
    pre_trend: PreTrend | None,
    minimum_relevant: float,
    higher_is_better: bool,
) -> Verdict:
    """The only way to a verdict.

    WORKED: the range leaves out 0 on the good side, permutation (where made) agrees, both groups moved alike
    before, and a drift that they leave open would not make the near end of the range. DID_NOT: the whole range is
    too small to matter or wholly on the bad side. Else CANNOT_TELL.
    """
    if found.low is None or found.high is None or (pre_trend is not None and pre_trend.is_violated):
        return Verdict.CANNOT_TELL
    if is_small(found.low, found.high, minimum_relevant):
        return Verdict.DID_NOT
    is_good = found.low > 0 if higher_is_better else found.high < 0
    is_bad = found.high < 0 if higher_is_better else found.low > 0
    if (is_good or is_bad) and made_before(found, pre_trend):
        return Verdict.CANNOT_TELL
    if is_bad:
        return Verdict.DID_NOT
    agrees = permutation_p is None or permutation_p < CLEARLY
    return Verdict.WORKED if is_good and agrees else Verdict.CANNOT_TELL


def made_before(found: Contrast, pre_trend: PreTrend | None) -> float | None:
    """How much of the effect a drift could make by itself, where that is as far as to the near end of the range."""
    if pre_trend is None or found.low is None or found.high is None or not found.excludes_zero:
        return None
    near = min(found.low, found.high, key=abs)
    half, sign = abs(found.estimate - near), copysign(1, near)
    drift, unsure = pre_trend.by_itself
    made = sign * drift + hypot(half, DRIFT_REACH * unsure) - half
    return sign * made if made >= abs(near) else None


def what_it_takes(
    found: Contrast,
    permutation_p: float | None,
    pre_trend: PreTrend | None,
    minimum_relevant: float,
    treated_and_control: tuple[int, int],
    over: float | None = 1.0,
    whom: str = "units",
) -> tuple[str, ...]:
    """Sentences on what would be needed to tell, the weightiest first.

    ``over``: which share of the time is over, where ``found`` holds at every look: such a range is narrower in the end by as much;
    None where answers of the time that is over are not here.
    """
    treated, control = treated_and_control
    if min(treated, control) < 2:
        return (f"It takes at least two {whom} with and two without it: there are {treated} and {control}.",)
    needs = []
    if pre_trend is not None and pre_trend.is_violated:
        needs.append(
            "The two groups already moved apart before the start: compare with units that moved alike."
        )
    elif made := made_before(found, pre_trend):
        needs.append(_carried_on(made))
    if found.low is not None and found.high is not None and not found.excludes_zero:
        in_the_end = (found.high - found.low) / 2 * (over or 1)
        times = 1 if over is None else ceil((in_the_end / minimum_relevant) ** 2)
        if over is None:
            needs.append(
                "It takes the answers that are not here yet: until then the range is as wide as on the day of the newest."
            )
        elif over < 1:
            needs.append(
                "The time is not over: with as many answers a month as so far the range will reach about "
                f"{max(1, round(in_the_end))} points either way in the end."
            )
        if over == 1 or times > 1:
            needs.append(
                f"It takes about {max(2, times)} times as many answers, from more {whom}, to see {minimum_relevant:g} points."
            )
    elif permutation_p is not None and permutation_p >= CLEARLY:
        needs.append(
            f"Had the start been dealt to other units by lot, {in_how_many(permutation_p)} deals would look as "
            "good: it takes more units with and without it."
        )
    return tuple(needs)


def _carried_on(made: float) -> str:
    return (
        f"Units that somebody chose drift apart by themselves, and the months before the start do not rule out that this makes about "
        f"{abs(made):.0f} points of it. It takes more answers from before the start, or a lot."
    )


def reread(
    effect: Effect, found: Contrast, could_be: tuple[float, float] = (0.0, 0.0), over: float | None = 1.0
) -> Effect:
    """The same effect judged anew by a wider range: `found`, and `could_be` points more below and above it."""
    if effect.estimate is None or found.low is None or found.high is None:
        return effect
    once = Contrast(effect.estimate, effect.standard_error, effect.low, effect.high, effect.p_value)
    wide = Contrast(found.estimate, found.standard_error, found.low - could_be[0], found.high + could_be[1])
    wide = replace(wide, p_value=found.p_value)
    verdict = judge(
        wide, effect.permutation_p, effect.pre_trend, effect.minimum_relevant, effect.higher_is_better
    )
    needs: tuple[str, ...] = ()
    if verdict is Verdict.CANNOT_TELL:
        counts = effect.n_treated_units, effect.n_control_units
        needs = what_it_takes(
            found, effect.permutation_p, effect.pre_trend, effect.minimum_relevant, counts, over, effect.whom
        )
        if found.excludes_zero and not wide.excludes_zero:
            needs = (*needs, WHO_ANSWERS)
        elif (made := made_before(wide, effect.pre_trend)) and not made_before(found, effect.pre_trend):
            needs = (_carried_on(made), *needs)
    return replace(
        effect, low=wide.low, high=wide.high, p_value=wide.p_value, verdict=verdict, needs=needs, once=once,
        could_be=could_be,
    )  # fmt: skip


def beside_untouched(effect: Effect, untouched: Effect, where: str) -> Effect:
    """Judged beside an outcome that it cannot move, told the same way: if that one moved, something else is at work."""
    low, high = untouched.low, untouched.high
    if low is None or high is None or low <= 0 <= high:
        return effect
    moved = (
        f"The score at {where}, which it cannot move, moved too: {_signed(untouched.estimate)} points ({_signed(low)} to "
        f"{_signed(high)}). Something else is at work where it runs: find it, or compare with units where it is at work too."
    )
    return replace(effect, verdict=Verdict.CANNOT_TELL, needs=(moved, *effect.needs))


def _signed(value: float | None) -> str:
    return "unknown" if value is None else f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")
