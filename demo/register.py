"""The register at work: why parcels come late, what could be removed, a candidate that was entered, and the newest count."""

from datetime import timedelta
from decimal import Decimal
from itertools import islice

from demo.outer_words import CAUGHT_UP, CAUSES, LATE, REMOVAL, SAME, SAME_SCRIPT, SOLVABLE, SPEAKS
from demo.stage import Stage
from groundswell.act.cases.models import RootCause
from groundswell.act.opportunities.actions import open_opportunity, settle_opportunity
from groundswell.act.opportunities.candidates.actions import enter_candidate, pass_over
from groundswell.act.opportunities.candidates.listing import streams
from groundswell.act.opportunities.candidates.market import from_studies
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.models import Opportunity, Settlement
from groundswell.act.opportunities.roots.actions import (
    ask_why,
    bring_evidence,
    choose,
    judge_cause,
    propose_countermeasure,
    propose_removal,
)
from groundswell.act.opportunities.standing.counting import count_register


def work_on_the_register(stage: Stage) -> None:
    """Judge, look for the root cause of late parcels, enter the strongest candidate of the inner loop, and count it all."""
    for theme, (low, high) in SOLVABLE.items():
        Opportunity.objects.filter(theme=stage.themes[theme]).update(solvable_low=low, solvable_high=high)
    _find_why_parcels_come_late(stage)
    at = stage.ago(2)
    _join_what_freezes(stage)
    _lose_and_catch_up(stage)
    found = {stream.source: stream.candidates for stream in streams(stage.months.at)}
    causes = [one for one in found["pattern"] if one.root_cause_id]
    if causes:
        entered = enter_candidate(causes[0], by=stage.office, at=at)
        refunds = Opportunity.objects.filter(theme=stage.themes["returns-and-refunds"]).first()
        if refunds is not None and "refund" in entered.title.casefold():
            merge_opportunity(entered, refunds, why=SAME, by=stage.office, at=stage.ago(1))
    for one in causes[1:2]:
        pass_over(one, why="The depot changes in spring; we look again then.", by=stage.office, at=at)
    count_register(stage.months.at - timedelta(minutes=1))


def _lose_and_catch_up(stage: Stage) -> None:
    """Last year's study said that a rival stood surely ahead; this year's tells no difference any more."""
    for rival in islice(from_studies(stage.ago(370)), 1):
        entered = enter_candidate(rival, by=stage.office, at=stage.ago(370))
        settle_opportunity(
            entered, Settlement.Outcome.NOT_PURSUED, why=CAUGHT_UP, by=stage.office, at=stage.ago(15)
        )


def _join_what_freezes(stage: Stage) -> None:
    """What freezes while people look around: entered by itself, then found to be the same as baskets that are lost."""
    theme, touchpoints = stage.themes["website"], stage.touchpoints
    frozen = open_opportunity(
        title="Pictures freeze on the phone",
        problem="On older phones the pictures stand still, and people give up before they find anything.",
        theme=theme,
        touchpoint=touchpoints["browsing"],
        impact=Opportunity.Impact.ANNOYANCE,
        by=stage.office,
        at=stage.ago(30),
    )
    baskets = Opportunity.objects.get(theme=theme, touchpoint=touchpoints["checkout"])
    merge_opportunity(frozen, baskets, why=SAME_SCRIPT, by=stage.office, at=stage.ago(12))


def _find_why_parcels_come_late(stage: Stage) -> None:
    late = Opportunity.objects.get(theme=stage.themes["delivery-delay"])
    at, parent = stage.ago(40), None
    given = {"by": late.owner, "at": at}
    for words in CAUSES:
        parent = ask_why(late, words, parent=parent, **given)
    other = ask_why(late, "Customers type their address wrongly", **given)
    judge_cause(other, "ruled_out", why="Two of two hundred late parcels had a wrong address.", **given)
    bring_evidence(parent, side="for", words=SPEAKS, root_cause=RootCause.objects.get(name=LATE), **given)
    judge_cause(
        parent, "root", why="Where the list goes out at ten, nothing was late in the trial week.", **given
    )
    message = propose_countermeasure(
        late, title="A message to the customer as soon as a depot misses a day", kind="add", reach=(20, 45), effort_days=(25, 50), cause=parent, **given
    )  # fmt: skip
    removal = propose_removal(
        late, **REMOVAL, customer_minutes=Decimal(0), our_minutes=Decimal(4), reach=(25, 50), effort_days=(6, 15), cause=parent, **given
    )  # fmt: skip
    choose(
        removal.countermeasure, is_taken=True, why="Little work, and one thing fewer to go wrong.", **given
    )
    choose(message, is_taken=True, why="Honest words help even where the parcel is late.", **given)
