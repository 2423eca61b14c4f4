"""What the owner of an opportunity does: ask why, bring evidence, judge, and think of what could be done."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from groundswell.act.cases.models import RootCause
from groundswell.foundation.history.actions import record
from groundswell.understand.themes.models import Theme

from ..errors import CauseRefused
from ..locking import held
from ..models import (
    Cause,
    CauseEvidence,
    CauseVerdict,
    Choice,
    Countermeasure,
    Opportunity,
    Removal,
)
from ..rules import person_of

DEEPEST = 7


@transaction.atomic
def ask_why(
    opportunity: Opportunity, words: str, *, parent: Cause | None = None, by: object, at: datetime
) -> Cause:
    """Answer “why?”, of the problem itself or of a cause that holds. Nobody asks further below what was ruled out."""
    held(opportunity)
    if parent is not None:
        _must_be_of(opportunity, parent)
        latest = parent.verdicts.first()
        if latest and latest.verdict == CauseVerdict.Verdict.RULED_OUT:
            raise CauseRefused(f"“{parent}” was ruled out. Ask below another cause, or judge it anew.")
        if _depth(parent) >= DEEPEST:
            raise CauseRefused("Seven whys deep is deeper than anybody can act. Judge what is there.")
    if Cause.objects.filter(opportunity=opportunity, parent=parent, words__iexact=words.strip()).exists():
        raise CauseRefused("This cause stands there already.")
    cause = Cause.objects.create(
        opportunity=opportunity, parent=parent, words=words.strip(), by=person_of(by), at=at
    )
    record("asked why", cause, by=by, at=at, opportunity=opportunity.pk)
    return cause


@transaction.atomic
def bring_evidence(
    cause: Cause,
    *,
    side: str,
    words: str,
    theme: Theme | None = None,
    root_cause: RootCause | None = None,
    by: object,
    at: datetime,
) -> CauseEvidence:
    """Say what speaks for or against a cause; a theme or a root cause of cases is counted anew whenever somebody looks."""
    evidence = CauseEvidence.objects.create(
        cause=cause,
        side=side,
        words=words.strip(),
        theme=theme,
        root_cause=root_cause,
        by=person_of(by),
        at=at,
    )
    record("brought evidence", evidence, by=by, at=at, cause=cause.pk)
    return evidence


@transaction.atomic
def judge_cause(cause: Cause, verdict: str, *, why: str, by: object, at: datetime) -> CauseVerdict:
    """Say whether a cause holds. A root cause needs something that speaks for it."""
    Cause.objects.select_for_update(of=("self",)).get(pk=cause.pk)
    speaks = cause.evidence.filter(side=CauseEvidence.Side.FOR)
    if verdict == CauseVerdict.Verdict.ROOT and not speaks.exists():
        raise CauseRefused("Bring something that speaks for it first: a root cause is more than a belief.")
    judged = CauseVerdict.objects.create(
        cause=cause, verdict=verdict, why=why.strip(), by=person_of(by), at=at
    )
    record("judged cause", judged, by=by, at=at, cause=cause.pk, verdict=verdict)
    return judged


@transaction.atomic
def propose_countermeasure(
    opportunity: Opportunity,
    *,
    title: str,
    kind: str,
    reach: tuple[int, int],
    effort_days: tuple[int, int],
    cause: Cause | None = None,
    by: object,
    at: datetime,
) -> Countermeasure:
    """Say what could be done, how much of the problem it takes away and how much work it is."""
    held(opportunity)
    if cause is not None:
        _must_be_of(opportunity, cause)
    made = Countermeasure.objects.create(
        opportunity=opportunity,
        cause=cause,
        title=title.strip(),
        kind=kind,
        reach_low=reach[0],
        reach_high=reach[1],
        effort_low=effort_days[0],
        effort_high=effort_days[1],
        by=person_of(by),
        at=at,
    )
    record("proposed countermeasure", made, by=by, at=at, opportunity=opportunity.pk)
    return made


@transaction.atomic
def propose_removal(
    opportunity: Opportunity,
    *,
    removed: str,
    what: str,
    times_a_year: tuple[int, int],
    customer_minutes: Decimal,
    our_minutes: Decimal,
    kept_safe: str,
    reach: tuple[int, int],
    effort_days: tuple[int, int],
    cause: Cause | None = None,
    by: object,
    at: datetime,
) -> Removal:
    """Say what could be taken away, from how many a year, what that saves, and what keeps safe what it was there for."""
    made = propose_countermeasure(
        opportunity,
        title=f"Remove: {removed.strip()}"[:200],
        kind=Countermeasure.Kind.REMOVE,
        reach=reach,
        effort_days=effort_days,
        cause=cause,
        by=by,
        at=at,
    )
    return Removal.objects.create(
        countermeasure=made,
        what=what,
        removed=removed.strip(),
        times_low=times_a_year[0],
        times_high=times_a_year[1],
        customer_minutes=customer_minutes,
        our_minutes=our_minutes,
        kept_safe=kept_safe.strip(),
    )


@transaction.atomic
def choose(countermeasure: Countermeasure, *, is_taken: bool, why: str, by: object, at: datetime) -> Choice:
    """Take it into the proposal, or drop it; the reason stays either way."""
    choice = Choice.objects.create(
        countermeasure=countermeasure, is_taken=is_taken, why=why.strip(), by=person_of(by), at=at
    )
    record("chose countermeasure", choice, by=by, at=at, is_taken=is_taken)
    return choice


def _must_be_of(opportunity: Opportunity, cause: Cause) -> None:
    if cause.opportunity_id != opportunity.pk:
        raise CauseRefused("This cause belongs to another opportunity.")


def _depth(cause: Cause) -> int:
    depth, above = 1, cause.parent
    while above is not None:
        depth, above = depth + 1, above.parent
    return depth
