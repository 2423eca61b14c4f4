"""One opportunity told in sentences: how often, who, why this place, and what would make the place firmer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose

from django.utils.html import format_html

from groundswell.look.charts import Chart, TrendPoint, trend

from .among import Among
from .course import MonthOfIssue
from .evidence import OpportunityEvidence
from .standing.kept import Standing

PARTS = {
    "customers": ("Customers touched", "how many customers it touches"),
    "points": ("Points lower", "how many points it costs"),
    "money": ("Money per customer", "what these customers bring"),
    "handling": ("Cost of handling", "what handling it costs"),
    "confidence": ("How much can be solved", "how much of it can be solved"),
    "effort": ("Effort", "the effort"),
}
MUCH = 0.4
LITTLE = 1.1


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of why it stands there."""

    label: str
    words: str
    doubt: float


def reasons_of(standing: Standing) -> list[Reason]:
    """What lifts and what lowers it beside a usual opportunity of the register; the parts multiply."""
    return [Reason(PARTS[why.part][0], _times(why.times), why.doubt) for why in standing.whys]


def stands_alone(standing: Standing) -> bool:
    """Whether nothing else has a place, so that there is no other to stand beside."""
    return bool(standing.whys) and all(isclose(why.times, 1.0) for why in standing.whys)


def where_the_doubt_is(standing: Standing) -> str:
    """A sentence about what would make the place firmer; empty where nothing stands out."""
    worst = max(standing.whys, key=lambda why: why.doubt, default=None)
    if worst is None or worst.doubt < MUCH:
        return ""
    judged = {
        "effort": standing.evidence.effort_judged is None,
        "confidence": standing.evidence.solvable_judged is None,
    }
    ends = (
        "Judge it: a wide range stands in its place."
        if judged.get(worst.part)
        else "Knowing it better would tell most."
    )
    return f"{100 * worst.doubt:.0f}% of the doubt about its value is {PARTS[worst.part][1]}. {ends}"


def how_often(
    months: Sequence[MonthOfIssue], evidence: OpportunityEvidence, first: date | None = None, behind: str = ""
) -> str:
    """How often it comes up, since when and whether that grows, in a sentence; empty where nothing can be told.

    ``behind``: where the list of these answers is.
    """
    n, hits = sum(one.n for one in months), sum(one.hits for one in months)
    if not n:
        return ""
    them = format_html('<a href="{}?of=low">{}</a>', behind, f"{hits:,}") if behind else f"{hits:,}"
    said = format_html(
        "Of 100 answers {} are low and about it ({} of {} in twelve months).",
        f"{100 * hits / n:.1f}",
        them,
        f"{n:,}",
    )
    begun = f" It was first heard in {first:%B %Y}." if first else ""
    return format_html("{}{} {}", said, begun, _turn(evidence))


def _turn(evidence: OpportunityEvidence) -> str:
    rise = evidence.rise
    if rise is None or evidence.turn == "No change to tell":
        return "No change can be told."
    more = "more" if rise.value > 0 else "fewer"
    ends = sorted((abs(rise.low), abs(rise.high)))
    return f"{evidence.turn}: {abs(rise.value):.1f} {more} ({ends[0]:.1f} to {ends[1]:.1f}) in the last three months than in the nine before."


def course_chart(months: Sequence[MonthOfIssue], behind: str) -> Chart | None:
    """The months as a small picture, each leading to its list; None where there is nothing to count."""
    if not any(one.hits for one in months):
        return None
    points = [
        TrendPoint(
            f"{one.month:%b %y}",
            one.rate and one.rate.value,
            one.rate and one.rate.low,
            one.rate and one.rate.high,
            n=one.n,
            url=behind + Among("month", one.month).address,
            code=f"{one.month:%Y-%m}",
        )
        for one in months
    ]
    return trend(
        points,
        title="How often it comes up",
        description="Low answers (0 to 8) about it, of 100 answers of the month. The band is the 95% range.",
        unit="of 100",
        decimals=1,
    )


def _times(times: float) -> str:
    if 1 / LITTLE <= times <= LITTLE:
        return "about the usual"
    return f"{times:.1f} times the usual" if times > 1 else f"{times:.2f} times the usual"
