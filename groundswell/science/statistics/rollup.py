"""From teams to the whole: by answers, by customers or by revenue are three figures. Say which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.intervals import USUAL_CONFIDENCE, Interval, around


@dataclass(frozen=True, slots=True)
class Team:
    """One team's answers and what it stands for: its customers, or its revenue, in any one unit."""

    tally: NpsTally
    stands_for: float


@dataclass(frozen=True, slots=True)
class RolledUp:
    """A score of the whole. ``n`` counts answers; ``silent`` is the share of the whole from which nobody answered."""

    score: float
    interval: Interval
    n: int
    silent: float


def by_answers(teams: Sequence[Team], confidence: float = USUAL_CONFIDENCE) -> RolledUp | None:
    """Each answer counts once: the counts are added. None without answers."""
    whole = sum((team.tally for team in teams), NpsTally())
    interval = whole.interval(confidence)
    return None if whole.score is None or interval is None else RolledUp(whole.score, interval, whole.n, 0.0)


def by_size(teams: Sequence[Team], confidence: float = USUAL_CONFIDENCE) -> RolledUp | None:
    """Each team counts by what it stands for, however few answered (post-stratification).

    A team without answers counts as the others do, and its share is said. None where no team with a size answered.
    """
    if any(team.stands_for < 0 for team in teams):
        raise ValueError("A team cannot stand for less than nothing.")
    heard = [team for team in teams if team.tally.n and team.stands_for]
    whole, all_of_it = sum(team.stands_for for team in heard), sum(team.stands_for for team in teams)
    if not heard:
        return None
    shares = [team.stands_for / whole for team in heard]
    score = sum(share * (team.tally.score or 0.0) for share, team in zip(shares, heard, strict=True))
    centres = [team.tally.adjusted() for team in heard]
    centre = sum(share * own for share, (own, _) in zip(shares, centres, strict=True))
    error = sqrt(sum((share * own) ** 2 for share, (_, own) in zip(shares, centres, strict=True)))
    interval = around(centre, error, confidence).clipped(-100, 100)
    return RolledUp(score, interval, sum(team.tally.n for team in heard), 1 - whole / all_of_it)
