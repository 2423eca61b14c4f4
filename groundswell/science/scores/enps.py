"""The employee net promoter score: the same arithmetic, another question, stricter disclosure."""

from __future__ import annotations

from typing import Final

from groundswell.science.scores.definition import ENPS
from groundswell.science.scores.figure import MINIMUM_ANSWERS, Figure, figure
from groundswell.science.scores.nps import NpsTally

MINIMUM_ANSWERS_FOR_COMMENTS: Final = 10
"""Below this neither comments nor the distribution of answers are shown to anybody."""


def enps_figure(tally: NpsTally, minimum: int = MINIMUM_ANSWERS) -> Figure:
    """The employees' score as it may be shown. An administrator may raise the minimum, never lower it."""
    return figure(tally, minimum=max(minimum, MINIMUM_ANSWERS), definition=ENPS)
