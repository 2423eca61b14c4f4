"""Teams and colleagues compared fairly: a small one strays further by chance, so there is no league table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from groundswell.look.charts import Chart, FunnelMark, funnel
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.funnel import ALARM_REACH, WARNING_REACH, funnel_limits
from groundswell.science.statistics.funnel import funnel as standings_in


def fair_comparison(parts: Sequence[tuple[str, NpsTally | None, str]], title: str) -> Chart:
    """Parts, teams or colleagues with their addresses in a funnel: what chance alone does is shaded."""
    shown = [(name, tally, url) for name, tally, url in parts if tally is not None and tally.n]
    tallies = {str(place): tally for place, (_, tally, _) in enumerate(shown)}
    whole = sum(tallies.values(), NpsTally())
    standing = {point.code: point.standing for point in standings_in(tallies)}
    return funnel(
        [
            FunnelMark(name, tally.n, tally.score or 0.0, standing[str(place)], url)
            for place, (name, tally, url) in enumerate(shown)
        ],
        whole=whole.score or 0.0,
        usual=_limits(whole, WARNING_REACH),
        rare=_limits(whole, ALARM_REACH),
        title=title,
        description="Inside the shade nothing tells it from the rest but chance; only what lies "
        "beyond the dashed lines is worth asking about.",
    )


def _limits(whole: NpsTally, reach: float) -> Callable[[float], tuple[float, float]]:
    return partial(_ends, whole, reach)


def _ends(whole: NpsTally, reach: float, n: float) -> tuple[float, float]:
    limits = funnel_limits(whole, max(1, round(n)), reach)
    return (limits.low, limits.high) if limits else (-100.0, 100.0)
