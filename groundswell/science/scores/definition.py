"""What each score means, word for word, with a version: a figure without its definition is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Definition:
    """The meaning of a score. A change of meaning is a new version, so old reports stay readable."""

    code: str
    version: int
    sentence: str
    source: str


NPS: Final = Definition(
    code="nps",
    version=1,
    sentence=(
        "Share of 9-10 minus share of 0-6 on the 0-10 recommendation question, in points from -100 to 100; "
        "95% margin by adjusted Wald."
    ),
    source=(
        "Reichheld 2003, Harvard Business Review 81(12):46; margin: Rocks 2016, The American Statistician 70:365"
    ),
)
ENPS: Final = Definition(
    code="enps",
    version=1,
    sentence=(
        "Share of 9-10 minus share of 0-6 on the 0-10 question how likely employees are to recommend the "
        "company as a place to work, in points from -100 to 100; 95% margin by adjusted Wald."
    ),
    source="Reichheld & Markey 2011, The Ultimate Question 2.0; margin: Rocks 2016, as for NPS",
)
CSAT: Final = Definition(
    code="csat",
    version=1,
    sentence="Share of 4-5 on the 1-5 satisfaction question, in per cent; 95% margin by Wilson.",
    source="Top-2-box share as in ISO 10004; margin: Wilson 1927, JASA 22:209",
)
CES: Final = Definition(
    code="ces",
    version=1,
    sentence=(
        "Share of 5-7 on the 1-7 agreement with 'made it easy to handle my issue', in per cent; "
        "95% margin by Wilson."
    ),
    source="Customer Effort Score 2.0, Dixon, Toman & DeLisi 2013, The Effortless Experience",
)
CES_MEAN: Final = Definition(
    code="ces_mean",
    version=1,
    sentence=(
        "Mean of the 1-7 agreement with 'made it easy to handle my issue'; 95% margin by Student's t, "
        "two answers at least."
    ),
    source="Customer Effort Score 2.0, Dixon, Toman & DeLisi 2013, The Effortless Experience",
)
DEFINITIONS: Final = {definition.code: definition for definition in (NPS, ENPS, CSAT, CES, CES_MEAN)}
