"""The two traps of a roll-out, too much at once and victory too early, and what to do next. Facts in, sentences out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

FIRST_TEAMS, FIRST_PLACES = 3, 1
WIDEN_BY = 4
"""A stage with more than so many times the teams of the one before is a leap."""
MOST_RUNNING = 5
"""Cross-functional initiatives at a time: three to five."""
HALF = 0.5
FEW_DEEDS = 8
"""Below so many deeds in four weeks, a fall says nothing."""
WEEKS_TO_SEE = 5
"""From so many weeks on, the last four whole ones lie within a stage."""

AFTER_WEEKS = range(5, 27)
"""So many weeks after a success a fall is said to follow it: before, part of the last four whole weeks came first."""

TOO_MUCH, TOO_EARLY = "Too much at once", "Victory too early"


@dataclass(frozen=True, slots=True)
class Work:
    """An initiative by its number and name, and what its newest reading says."""

    pk: int
    name: str
    found: str = ""


@dataclass(frozen=True, slots=True)
class StageFacts:
    """One stage as it stands: planned, running or over."""

    number: int
    name: str
    teams: int
    touchpoints: int
    """Beside those of its parts of the journey."""
    weeks: int
    weeks_run: int | None = None
    has_ended: bool = False
    was_reached: bool = False
    worked: int = 0
    measured: int = 0
    goal: str = ""
    works: tuple[Work, ...] = ()
    parts: int = 0
    """Of the journey."""
    weeks_over: int | None = None
    """Whole weeks since it ended."""

    @property
    def where(self) -> str:
        counted = ((self.parts, "part"), (self.touchpoints, "touchpoint"))
        return " and ".join(
            f"{_many(n, word)}{' of the journey' if word == 'part' else ''}" for n, word in counted if n
        )

    @property
    def is_running(self) -> bool:
        return self.weeks_run is not None and not self.has_ended


@dataclass(frozen=True, slots=True)
class Momentum:
    """Deeds in the last four whole weeks, and in the four before them."""

    name: str
    now: int
    before: int
    is_steady: bool = True
    """Done every week where the programme lives. Letters leave in waves: a fall of them says nothing."""

    @property
    def has_fallen(self) -> bool:
        """Whether it is half or less of what it was, where there was enough to fall."""
        return self.is_steady and self.before >= FEW_DEEDS and self.now <= HALF * self.before


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is judged."""

    stages: tuple[StageFacts, ...] = ()
    running_initiatives: int = 0
    ended_untold: tuple[Work, ...] = ()
    claimed: tuple[Work, ...] = ()
    momentum: tuple[Momentum, ...] = field(default=())
    there: tuple[Momentum, ...] = field(default=())
    """Where the stage under way is."""

    @property
    def current(self) -> StageFacts | None:
        """The stage under way, the last one where several are."""
        return next((one for one in reversed(self.stages) if one.is_running), None)

    @property
    def stands_still(self) -> bool:
        """Whether nothing at all was done in four whole weeks where a stage is under way."""
        has_run = self.current is not None and (self.current.weeks_run or 0) >= WEEKS_TO_SEE
        return has_run and bool(self.there) and not any(one.now for one in self.there)


@dataclass(frozen=True, slots=True)
class Trap:
    """One sign of one of the two traps in words, what to do about it, and the initiative that it is about."""

    kind: str
    words: str
    remedy: str
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """One of the two traps: what is looked at, and every sign of it."""

    kind: str
    looked_at: str
    signs: tuple[Trap, ...]


def traps(facts: Facts) -> list[Trap]:
    """Every sign there is, the weightiest first."""
    return [sign for one in watched(facts) for sign in one.signs]


def watched(facts: Facts) -> tuple[Watch, Watch]:
    """Both traps with what is looked at, whether or not there is a sign of them."""
    running = sum(one.is_running for one in facts.stages)
    reached = [one for one in facts.stages if one.was_reached]
    much = (
        f"{_many(running, 'stage')} under way, of one at a time; {_many(facts.running_initiatives, 'initiative')} under way, of "
        f"{MOST_RUNNING} at most; each stage against the teams of the one before."
    )
    early = (
        f"{_many(len(reached), 'stage')} called reached, {sum(one.worked > 0 for one in reached)} of them with an effect that is "
        f"found; every initiative that ended and everything that customers were told; what is done each week."
    )
    return (
        Watch(TOO_MUCH, much, tuple(_too_much(facts))),
        Watch(TOO_EARLY, early, tuple(_too_early(facts))),
    )


def next_step(facts: Facts, found: Sequence[Trap]) -> str:
    """The one thing to do next."""
    stages, current = facts.stages, facts.current
    if not stages:
        return "Plan the first stage: one part of the journey and two teams"
    if any(trap.kind == TOO_MUCH for trap in found):
        return "Do less at once: finish something before anything else begins"
    last = next((one for one in reversed(stages) if one.has_ended), None)
    if current is None and last is not None and last.was_reached and not last.worked:
        return f"Measure what “{last.name}” brought before it widens: no effect is proven"
    if current is None:
        waiting = next((one for one in stages if one.weeks_run is None), None)
        return f"Begin “{waiting.name}”" if waiting else "Plan the next stage, a few more teams wide"
    if facts.stands_still:
        return f"Ask the teams of “{current.name}” what is in the way: nothing was done there in four weeks"
    if not current.worked and any(trap.kind == TOO_EARLY for trap in found):
        return f"Stay with “{current.name}” until its effect can be told"
    if (current.weeks_run or 0) < current.weeks:
        return f"Go on with “{current.name}”: week {(current.weeks_run or 0) + 1} of {current.weeks}"
    if current.worked:
        return f"Widen: “{current.name}” has an effect that is proven"
    return f"Look at “{current.name}” together: its time is over and no effect is proven"


def against_ending(stage: StageFacts) -> list[str]:
    """What speaks against saying that a stage reached its goal; kept with the end."""
    warned = []
    if not stage.worked:
        said = "none is measured" if not stage.measured else f"none of {stage.measured} measured"
        warned.append(f"No initiative with its teams is found to have worked: {said}.")
    if (stage.weeks_run or 0) < stage.weeks:
        warned.append(f"It ran {stage.weeks_run or 0} of {stage.weeks} weeks.")
    return warned


def _too_much(facts: Facts) -> list[Trap]:
    found, stages = [], facts.stages
    running = [one.name for one in stages if one.is_running]
    if len(running) > 1:
        words = f"{len(running)} stages run at the same time: {', '.join(running)}."
        found.append(Trap(TOO_MUCH, words, "End all but one."))
    if stages and (stages[0].teams > FIRST_TEAMS or stages[0].parts + stages[0].touchpoints > FIRST_PLACES):
        words = f"The first stage has {_many(stages[0].teams, 'team')} and {stages[0].where}."
        found.append(
            Trap(
                TOO_MUCH,
                words,
                "Begin with one part of the journey, or one touchpoint, and two or three teams.",
            )
        )
    for before, after in pairwise(stages):
        if not after.has_ended and after.teams > WIDEN_BY * max(before.teams, 1):
            words = f"“{after.name}” has {after.teams} teams after {before.teams}."
            found.append(Trap(TOO_MUCH, words, f"Widen by steps, to {WIDEN_BY} times the teams at most."))
    if facts.running_initiatives > MOST_RUNNING:
        words = f"{facts.running_initiatives} initiatives run at a time; three to five are as many as an organisation can carry."
        found.append(Trap(TOO_MUCH, words, "Finish or stop one before another begins."))
    return found


def _too_early(facts: Facts) -> list[Trap]:
    found = [
        Trap(
            TOO_EARLY,
            f"“{one.name}” was called reached, and no initiative with its teams is found to have worked.",
            "Measure them before the next stage takes it as proof.",
        )
        for one in facts.stages
        if one.was_reached and not one.worked
    ]
    found += [
        Trap(
            TOO_EARLY,
            f"“{one.name}” was called done before its effect could be told.",
            "Count it neither as a success nor as a failure until a reading says so.",
            one,
        )
        for one in facts.ended_untold
    ]
    found += [
        Trap(
            TOO_EARLY,
            f"Customers were told that “{one.name}” helped; the last reading no longer says so.",
            "Tell them what is known now.",
            one,
        )
        for one in facts.claimed
    ]
    fallen = [one for one in facts.momentum if one.has_fallen]
    won = [one.name for one in facts.stages if one.was_reached and one.weeks_over in AFTER_WEEKS]
    if won and (fallen or facts.stands_still):
        said = ", ".join(f"{one.name.lower()} {one.now:,} after {one.before:,}" for one in fallen)
        words = f"less is done in four weeks than in the four before: {said}"
        if facts.stands_still:
            words = "nothing was done in four weeks where the next stage is"
        found.append(
            Trap(
                TOO_EARLY,
                f"Since “{won[-1]}” was called reached, {words}.",
                "Ask the teams what is in the way.",
            )
        )
    return found


def _many(n: int, word: str) -> str:
    return f"{n} {word}{'' if n == 1 else 's'}"
