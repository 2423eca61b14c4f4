"""Minutes in words, part by part: the same for the page, for paper, and for what is kept when the body approves them."""

import json
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from groundswell.look.numbers import money
from groundswell.look.templatetags.look_words import day
from groundswell.science.text.fingerprint import fingerprint

from .minutes import Minutes
from .models import Circulation, Condition, Decision, Entrusting, Fulfilment, Proposal

Line = dict[str, Any]
"""``before`` and ``after`` stand around ``what``, which leads to ``url`` where there is one; ``more`` follows line by line."""
Part = dict[str, Any]
"""``head``, and ``lines``; or ``facts``, each a name and its words."""


def minutes_in_parts(minutes: Minutes) -> list[Part]:
    """All of it, in the order in which it is read. Plain words only, so that they can be kept as they were read."""
    parts = [
        {"head": "", "facts": _facts(minutes), "lines": _of_minutes(minutes)},
        _part("Order", [_line(one.proposal, f"Taken at place {one.place}:", one.why) for one in minutes.placings]),
        _part("Decided", [_decided(one, minutes) for one in minutes.decisions]),
        _part("Kept out", [_line(one.proposal, f"{one.seat.person}, of", one.why) for one in minutes.recusals]),
        _part("Kind of decision", [_line(one.proposal, f"{one.kind}, {one.by or 'a job'}:", one.why) for one in minutes.namings]),
        _part("Passed on", [_line(one, "", f"to {one.body}: {one.escalated_because}") for one in minutes.escalations]),
        _part("Withdrawn", [_line(one.proposal, "", f"{one.by or 'somebody'}: {one.why}") for one in minutes.withdrawn]),
        _part("Came back decided", [_came_back(one) for one in minutes.came_back]),
        _part(
            "Looked at again",
            [
                _line(one.decision.proposal, "", f"{one.get_outcome_display().lower()}. {one.words}")
                for one in minutes.reviews
            ],
        ),
        _part("Conditions", [_entrusted(one) for one in minutes.entrusted] + [_settled(one) for one in minutes.settled]),
        _part("Remarks", [{"before": one.words, "after": str(one.by or "")} for one in minutes.remarks]),
    ]  # fmt: skip
    return [part for part in parts if part["lines"] or part.get("facts")]


def print_of(parts: list[Part]) -> str:
    """The fingerprint of minutes as somebody reads them."""
    return fingerprint(json.dumps(parts, sort_keys=True))


def votes_in_words(decision: Decision) -> str:
    """How many of those that counted were for it and against, and where the decision goes another way than most of them."""
    votes = [vote for vote in decision.proposal.votes.all() if vote.counts]
    for_it = sum(vote.in_favour for vote in votes)
    against = len(votes) - for_it
    said = f"{for_it} in favour, {against} against"
    if for_it == against:
        return f"{said}: even" if votes else "No votes"
    is_with = (for_it > against) == decision.approved
    return said if is_with else f"{said}: decided against most votes"


def _facts(minutes: Minutes) -> list[tuple[str, str]]:
    meeting, there = minutes.meeting, minutes.present
    facts = [("There", ", ".join(f"{one.person} ({one.seat.speaks_for})" for one in there) or "Not noted")]
    if there and minutes.absent:
        facts.append(("Not there", ", ".join(str(seat.person) for seat in minutes.absent)))
    if there:
        seats, quorum = len(there) + len(minutes.absent), meeting.body.quorum
        lacks = "" if len(there) >= quorum else ". Without quorum: what lacked votes waits for them"
        facts.append(("Quorum", f"{len(there)} of {seats} seats there, {quorum} needed{lacks}"))
    if minutes.since:
        facts.append(("Since", f"{day(minutes.since)}, the end of the meeting before"))
    return facts


def _of_minutes(minutes: Minutes) -> list[Line]:
    approved = [
        {"before": f"The minutes of {day(one.planned_at)} were approved."} for one in minutes.approved
    ]
    corrected = [
        {"before": f"The minutes of {day(one.meeting.planned_at)} were corrected: {one.words}", "after": one.who}
        for one in minutes.corrections
    ]  # fmt: skip
    return approved + corrected


def _decided(decision: Decision, minutes: Minutes) -> Line:
    proposal = decision.proposal
    between = ", between meetings" if decision in minutes.between_meetings else ""
    asked = Circulation.objects.filter(proposal=proposal).first() if between else None
    how = f" with votes asked for until {_on(asked.until_on)}" if asked else ""
    votes = sorted(proposal.votes.all(), key=lambda vote: vote.in_favour)
    more = [f"{votes_in_words(decision)}."]
    more += [
        f"Against: {vote.who}, “{vote.note}”{'' if vote.counts else ' (not counted: the seat was empty)'}"
        for vote in votes
        if not vote.in_favour
    ]
    more += [f"{one.person} was heard: “{one.words}”" for one in proposal.inputs.all()]
    more += [f"On condition: {condition_in_words(one)}" for one in decision.conditions.all()]
    if decision.over_limit_because:
        more.append(f"One more at a time, because: {decision.over_limit_because}")
    first = decision.reviews.order_by("at").first()
    review_on = decision.review_on if first is None else None
    if review_on:
        more.append(f"Looked at again on {_on(review_on)}.")
    after = f"{money(float(proposal.amount))}, by {decision.who} on {day(decision.at)}{between}{how}. {decision.reasons}"
    return _line(proposal, "Approved:" if decision.approved else "Declined:", after) | {"more": more}


def condition_in_words(condition: Condition) -> str:
    """What must come true, who sees to it and by when."""
    if condition.owner is None or condition.due_on is None:
        return str(condition)
    return f"{condition} ({condition.owner}, by {_on(condition.due_on)})"


def how_it_stands(condition: Condition) -> str:
    """The same, and whether it is met: who says so, when, and what shows it."""
    said: Fulfilment | None = getattr(condition, "fulfilment", None)
    if said is None:
        return f"{condition_in_words(condition)}: open"
    word = "met" if said.is_met else "not met"
    return (
        f"{condition_in_words(condition)}: {word}, {said.by or 'a job'}, {day(said.at)}. {said.words}".strip()
    )


def _entrusted(one: Entrusting) -> Line:
    was = f"before: {one.owner_before}, by {_on(one.due_before)}. " if one.due_before else ""
    to = f"{one.condition.owner}, by {_on(one.condition.due_on)}" if one.condition.due_on else ""
    return _line(one.condition.decision.proposal, f"“{one.condition}” is given to {to}:", f"{was}{one.why}")


def _settled(one: Fulfilment) -> Line:
    word = "Met" if one.is_met else "Not met"
    said = f"{one.by or ''}, {day(one.at)}. {one.words}"
    return _line(one.condition.decision.proposal, f"{word}: “{one.condition}”", said)


def _came_back(decision: Decision) -> Line:
    proposal = decision.proposal
    word = "Approved" if decision.approved else "Declined"
    return _line(proposal, f"{word} by {proposal.body}:", decision.reasons)


def _line(proposal: Proposal, before: str, after: str) -> Line:
    address = reverse("council:proposal", args=[proposal.pk])
    return {"before": before, "what": str(proposal.opportunity), "url": address, "after": after}


def _part(head: str, lines: list[Line]) -> Part:
    return {"head": head, "lines": lines}


def _on(when: date | datetime) -> str:
    return day(localdate(when) if isinstance(when, datetime) else when)
