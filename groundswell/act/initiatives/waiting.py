"""What waits for whom, by when: steps, gates, risks and wants of what runs, read from what was fetched already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from django.urls import reverse

from .gates.queries import next_gate
from .health import gone_from, last_look, should_begin
from .models import Initiative

THE_OFFICE = "The advocacy office"
AHEAD = timedelta(days=14)
"""What is due later waits for nobody yet."""


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing that somebody waits for, where it stands, and who is to do it."""

    words: str
    place: str
    whose: Any
    by: date | None = None
    since: datetime | None = None
    about: Any = None


def waits_of(initiative: Initiative, today: date) -> list[Wait]:
    """What is late or due within two weeks, of an initiative with its ``standing_parts``; the oldest day first.

    A gate whose criteria are met is decided today, and how the effect is measured is chosen before any unit begins.
    """
    if initiative.ended_at is not None:
        return []
    page, gate = reverse("initiatives:initiative", args=[initiative.pk]), next_gate(initiative.gates.all())
    steps = [one for one in initiative.milestones.all() if one.reached_at is None]
    wants = [one for one in initiative.wants.all() if one.found_at is None]
    looks = [(risk, look) for risk in initiative.open_risks if (look := last_look(risk))]
    owner, sponsor = _who_is_here(initiative)
    found: list[tuple[str, str, Any, date]] = [
        (words, "#do", sponsor, today) for words in gone_from(initiative)
    ]
    if not initiative.resting:
        found += [(f"{step}", "#steps", owner, step.due_on) for step in steps]
        if not initiative.standing_designs and not initiative.rollouts.all():
            found.append(("Choose how its effect is measured", "design/", owner, today))
        if begins := should_begin(initiative):
            found.append(("Begin as the design says", "#judged", owner, begins))
    found += [(f"Find: {want}", "#people", sponsor, want.by_on) for want in wants]
    found += [(f"Look again at “{risk}”", "#risks", risk.owner, look.again_on) for risk, look in looks]
    if gate is not None and not initiative.resting:
        is_ready = gate.criteria.all() and all(one.met_at for one in gate.criteria.all())
        by = min(gate.due_on, today) if is_ready else gate.due_on
        found.append((f"Decide at the gate to “{gate.get_opens_display()}”", "#gates", sponsor, by))
    return [
        Wait(words, page + place, whose, by, about=initiative)
        for words, place, whose, by in sorted(found, key=itemgetter(3))
        if by <= today + AHEAD
    ]


def _who_is_here(initiative: Initiative) -> tuple[Any, Any]:
    """Owner and sponsor; in the place of one who has left the other, and with both gone the office."""
    owner, sponsor = initiative.owner, initiative.sponsor
    here = [person for person in (sponsor, owner) if person.left_on is None] or [THE_OFFICE]
    return (owner if owner.left_on is None else here[0]), (sponsor if sponsor.left_on is None else here[0])


def whose_first(waits: Iterable[Wait], mine: Any) -> tuple[list[Wait], list[Wait]]:
    """What waits for somebody, and what waits for others; each by its day."""
    ordered = sorted(waits, key=lambda one: (one.by or date.max, one.since is None, one.since))
    return [one for one in ordered if one.whose == mine], [one for one in ordered if one.whose != mine]


def in_a_sentence(waits: list[Wait], *, whose: str) -> str:
    """How much waits for a reader, and by when."""
    days = [one.by for one in waits if one.by]
    if not waits:
        return f"Nothing waits for {whose}"
    number = "1 thing waits" if len(waits) == 1 else f"{len(waits)} things wait"
    first = "by" if len(waits) == 1 else "the first by"
    return f"{number} for {whose}" + (f", {first} {min(days):%-d %B}" if days else "")
