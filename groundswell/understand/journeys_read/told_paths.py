"""What came before poor relationship scores, as it may be shown: the same way is set against the good scores after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.science.journey_evidence import SharesApart, compare_shares
from groundswell.science.statistics.many import holm

from .models import JourneyReading, Path

MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ToldPath:
    """One way, and how much more often it leads to a poor answer than to a good one."""

    path: Path
    steps: Sequence[tuple[str, str]]
    """The touchpoints by name, each with how it was."""
    apart: SharesApart | None
    is_sure: bool
    """Once all ways are counted (Holm)."""


def named_steps(path: Path) -> Sequence[tuple[str, str]]:
    """The touchpoints of one way by name, each with how it was."""
    return _named(path, dict(Touchpoint.objects.values_list("pk", "name")))


def told_paths(reading: JourneyReading, names: Mapping[int, str]) -> Sequence[ToldPath]:
    """Those that stand before poor answers most above good ones first, at the kind end of their range."""
    paths = list(reading.paths.all())
    totals = reading.good_answers, reading.poor_answers
    apart = [compare_shares((path.good, totals[0]), (path.poor, totals[1])) for path in paths]
    strict = iter(holm([one.p_value for one in apart if one]))
    told = [
        _told(path, one, next(strict) if one else 1.0, names) for path, one in zip(paths, apart, strict=True)
    ]
    return sorted(told, key=lambda one: (-(one.apart.interval.low if one.apart else -100.0), -one.path.poor))[
        :MOST_SHOWN
    ]


def _told(path: Path, apart: SharesApart | None, p: float, names: Mapping[int, str]) -> ToldPath:
    return ToldPath(path, _named(path, names), apart, apart is not None and p < 0.05 and apart.points > 0)


def _named(path: Path, names: Mapping[int, str]) -> Sequence[tuple[str, str]]:
    return [(names.get(point, "A touchpoint that is no more"), mood) for point, mood in path.steps]
