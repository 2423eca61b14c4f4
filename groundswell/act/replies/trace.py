"""What became of it: the steps of the outer loop, from an elevation or a voice to the reply."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.act.council.answering import answer_in_words, is_late
from groundswell.act.council.models import Decision, Proposal
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.opportunities.queries import opportunities_visible_to
from groundswell.act.opportunities.voices import opportunities_behind_which
from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.understand.themes.models import Theme

from .arriving import told_replies
from .models import Announcement, Reply

State = Literal["done", "current", "not_yet"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what, when, by whom, where to read on, and whether it is done. ``kind`` is a word of the loop.

    ``notes`` are what else belongs to it, for those who may open it: votes, words of dissent, conditions.
    """

    kind: str
    title: str
    when: datetime | None = None
    who: str = ""
    url: str = ""
    state: State = "done"
    detail: str = ""
    notes: tuple[str, ...] = ()


def what_became_of(elevation: Elevation, viewer: User | None = None) -> list[Step]:
    """From the day a team raised something to the day its author was told. Links only where the viewer may follow."""
    raised = Step(
        "elevation", "Raised", elevation.raised_at, elevation.raised_by.name, detail=elevation.title
    )
    before = [raised, *_split_off(elevation)]
    if hasattr(elevation, "setting_aside"):
        answer = elevation.setting_aside
        by = answer.by.name if answer.by else ""
        return [*before, Step("answer", "Answered without an opportunity", answer.at, by, detail=answer.why)]
    if not hasattr(elevation, "joining"):
        waits = Step("opportunity", "Waiting for the advocacy office to read it", state="current")
        return [*before, waits, *_not_yet("decision")]
    joining = elevation.joining
    told = told_replies().filter(person=elevation.raised_by)
    by = joining.by.name if joining.by else ""
    steps = _opportunity_steps(joining.opportunity, joining.at, by, told, viewer)
    return [*before, *steps]


def _split_off(elevation: Elevation) -> Iterator[Step]:
    """That it had been joined by mistake, with the reason that its author is to read."""
    for one in elevation.partings.select_related("opportunity", "by"):
        by = one.by.name if one.by else ""
        yield Step("opportunity", f"Split off from “{one.opportunity}”", one.at, by, detail=one.why)


def trace_of_signal_outer(signal: Signal, viewer: User | None = None) -> list[Step]:
    """From what a customer said to what the organisation did about it. Links only where the viewer may follow.

    Where a voice stands behind several opportunities, the one that came furthest is followed to its end.
    """
    themes = list(Theme.objects.filter(mentions__signal=signal))
    found = [Step("theme", ", ".join(theme.name for theme in themes), signal.received_at)] if themes else []
    opportunities = list(opportunities_behind_which(signal))
    if not opportunities:
        return found
    told = told_replies().filter(customer=signal.customer_id) if signal.customer_id else Reply.objects.none()
    chains = [_opportunity_steps(one, one.opened_at, "", told, viewer) for one in opportunities]
    furthest = max(chains, key=lambda steps: sum(step.state == "done" for step in steps))
    others = [steps[0] for steps in chains if steps is not furthest]
    return [*found, *others, *furthest]


ORDER = ("decision", "initiative", "effect", "reply")
WAITING = {
    "decision": "A decision by the council",
    "initiative": "An initiative",
    "effect": "Its effect, measured",
    "reply": "A reply to those who said it",
}


def _not_yet(first: str) -> list[Step]:
    return [Step(kind, WAITING[kind], state="not_yet") for kind in ORDER[ORDER.index(first) :]]


def _opportunity_steps(
    opportunity: Opportunity, at: datetime, by: str, told: QuerySet[Reply], viewer: User | None
) -> list[Step]:
    may_open = viewer is None or opportunities_visible_to(viewer).filter(pk=opportunity.pk).exists()
    url = reverse("opportunities:opportunity", args=[opportunity.pk]) if may_open else ""
    first = Step("opportunity", opportunity.title, at, by, url)
    return [first, *_decision_steps(opportunity, told, viewer, may_open)]


def _decision_steps(
    opportunity: Opportunity, told: QuerySet[Reply], viewer: User | None, may_open: bool
) -> list[Step]:
    decisions = Decision.objects.filter(proposal__opportunity=opportunity, proposal__adds_to=None)
    decision = (
        decisions.select_related("proposal__body", "by__person", "stand_in", "answer__by")
        .order_by("-approved", "-at")
        .first()
    )
    waiting = Proposal.objects.waiting().filter(opportunity=opportunity, adds_to=None)
    if decision is not None and (decision.approved or not waiting.exists()):
        return _decided_steps(decision, told, viewer, may_open)
    proposal = waiting.select_related("body").order_by("-proposed_at").first()
    if proposal is None:
        return [Step("decision", "Waiting for a proposal", state="current"), *_not_yet("initiative")]
    url = reverse("council:proposal", args=[proposal.pk]) if may_open else ""
    before = Step("decision", f"Before {proposal.body}", proposal.proposed_at, url=url, state="current")
    return [before, *_not_yet("initiative")]


def _decided_steps(
    decision: Decision, told: QuerySet[Reply], viewer: User | None, may_open: bool
) -> list[Step]:
    word = "Approved" if decision.approved else "Declined"
    url = reverse("council:proposal", args=[decision.proposal_id]) if may_open else ""
    answer = getattr(decision, "answer", None)
    waits = ", and the promised answer is late" if not answer and is_late(decision, localdate()) else ""
    title = f"{word} by {decision.proposal.body}{waits}"
    said = f"{decision.reasons} {answer.by}: {answer.words}" if answer else decision.reasons
    promised = answer_in_words(decision, localdate())
    said = f"{said} {promised}." if promised else said
    notes = (*_votes(decision), *_conditions(decision)) if may_open else ()
    step = Step("decision", title, decision.at, decision.who, url, detail=said, notes=notes)
    if not decision.approved:
        return [step]
    initiative = Initiative.objects.filter(decision=decision).select_related("owner").first()
    if initiative is None:
        return [step, Step("initiative", "About to begin", state="current"), *_not_yet("effect")]
    return [step, *_initiative_steps(initiative, told, viewer)]


def _votes(decision: Decision) -> Iterator[str]:
    """How many were for and against it, and the words of those against."""
    votes = list(decision.proposal.votes.select_related("seat__person"))
    against = [vote for vote in votes if not vote.in_favour]
    if counted := [vote.in_favour for vote in votes if vote.counts]:
        yield f"Votes: {sum(counted)} in favour, {len(counted) - sum(counted)} against."
    for vote in against:
        yield f"Against, {vote.seat}: “{vote.note}”"


def _conditions(decision: Decision) -> Iterator[str]:
    """What must come true for it to hold, and whether it did."""
    for one in decision.conditions.select_related("fulfilment__by"):
        kept = getattr(one, "fulfilment", None)
        if kept is None:
            by = f" It is due by {one.due_on:%-d %B %Y}." if one.due_on else ""
            yield f"On condition: “{one}” It is not met yet.{by}"
        else:
            how = f": {kept.words}" if kept.words else "."
            word = "met" if kept.is_met else "found not to be met"
            yield f"On condition: “{one}” It was {word} on {localdate(kept.at):%-d %B %Y}{how}"


def _initiative_steps(initiative: Initiative, told: QuerySet[Reply], viewer: User | None) -> list[Step]:
    may_open = viewer is None or initiatives_visible_to(viewer).filter(pk=initiative.pk).exists()
    url = reverse("initiatives:initiative", args=[initiative.pk]) if may_open else ""
    reading = initiative.effect_readings.defer("detail").order_by("-measured_at", "-pk").first()
    running: State = "current" if reading is None and initiative.ended_at is None else "done"
    step = Step("initiative", initiative.name, initiative.started_at, initiative.owner.name, url, running)
    return [step, _effect_step(reading, url), _reply_step(initiative, told)]


def _effect_step(reading: EffectReading | None, url: str) -> Step:
    if reading is None:
        return Step("effect", WAITING["effect"], state="not_yet")
    is_open = reading.verdict == EffectReading.Verdict.CANNOT_TELL
    state: State = "current" if is_open else "done"
    title = reading.get_verdict_display()
    return Step("effect", title, reading.measured_at, url=url, state=state, detail=reading.sentence)


def _reply_step(initiative: Initiative, told: QuerySet[Reply]) -> Step:
    reply = told.filter(announcement__initiative=initiative).order_by("at").first()
    if reply is not None:
        return Step("reply", "Told what was done", reply.at, url=reverse("replies:public"))
    standing = Announcement.objects.filter(initiative=initiative, taking_back=None)
    announced = standing.order_by("published_at").first()
    if announced is not None:
        return Step(
            "reply", "Published: you said, we did", announced.published_at, url=reverse("replies:public")
        )
    return Step("reply", WAITING["reply"], state="not_yet")
