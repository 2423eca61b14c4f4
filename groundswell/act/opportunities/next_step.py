"""What an opportunity waits for: the one thing that brings it on, and where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from .evidence import OpportunityEvidence
from .models import Opportunity
from .roots.queries import Branch, Option


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is missing, and the deed that mends it; ``url`` is empty for those who may not do it."""

    words: str
    deed: str = ""
    url: str = ""


def next_step_of(
    opportunity: Opportunity,
    evidence: OpportunityEvidence,
    branches: Sequence[Branch],
    options: Sequence[Option],
    proposals: Iterable[Any],
    *,
    may_work: bool,
    may_propose: bool,
) -> NextStep | None:
    """The first thing that is missing, in the order of the loop; None once it has left the ranking."""
    if hasattr(opportunity, "settlement"):
        return None

    def of_its_owner(words: str, deed: str, page: str) -> NextStep:
        return _step(words, deed, page, opportunity) if may_work else NextStep(words)

    if opportunity.owner is not None and opportunity.owner.left_on:
        return of_its_owner(f"Nobody owns it: {opportunity.owner} has left.", "Name somebody else", "change")
    waiting = next((one for one in proposals if one.waits), None)
    if waiting:
        url = reverse("council:proposal", args=[waiting.pk])
        return NextStep(f"It waits for the decision of {waiting.body}.", "The proposal", url)
    has_voices = opportunity.theme_id or opportunity.touchpoint_id
    if evidence.needed_to_rank and evidence.is_counted and not has_voices:
        return of_its_owner("It has no place yet.", "Name where its voices come from", "change")
    if opportunity.owner is None:
        return of_its_owner("Nobody finds out why it happens.", "Name who does", "change")
    if not branches:
        return of_its_owner("Nobody has asked why yet.", "Ask why", "roots")
    if not any(one.is_root for one in branches):
        return of_its_owner("No cause is judged the root yet.", "Judge one", "roots")
    if not options:
        return of_its_owner("Nobody has said what could be done.", "Say what could be removed", "roots")
    if evidence.effort_judged is None:
        return of_its_owner("Nobody has judged the effort.", "Judge it", "change")
    words = "It can be proposed."
    return _step(words, "Propose a solution", "propose", opportunity) if may_propose else NextStep(words)


def _step(words: str, deed: str, page: str, opportunity: Opportunity) -> NextStep:
    room = "council" if page == "propose" else "opportunities"
    return NextStep(words, deed, reverse(f"{room}:{page}", args=[opportunity.pk]))
