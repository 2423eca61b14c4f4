"""All candidates of one day, without what is in the register or was passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from ..models import Opportunity, Origin, PassingOver
from .found import Candidate
from .market import from_studies, why_silent
from .models import Source
from .operations import from_measures, why_no_measure
from .patterns import from_root_causes, from_themes, from_watching
from .people import from_elevations

FINDERS: dict[Source, tuple[Callable[[datetime], Iterable[Candidate]], ...]] = {
    Source.PATTERN: (from_themes, from_root_causes, from_watching),
    Source.OPERATIONS: (from_measures,),
    Source.PEOPLE: (from_elevations,),
    Source.MARKET: (from_studies,),
}
SHOWN = 3
"""Of each finder: what cases say does not crowd out what customers say."""
TEACHES = {
    Source.PATTERN: "What cases are closed with, themes that rise or cost points, and touchpoints below their usual.",
    Source.OPERATIONS: "What is measured beside answers and surely goes along with the score.",
    Source.PEOPLE: "What several teams raised in other words, and nobody has answered yet.",
    Source.MARKET: "Brands that surely stand ahead of us in the newest double-blind study.",
}
SILENCE = {
    Source.PATTERN: "No cause, theme or touchpoint stands out that is not in the register.",
    Source.PEOPLE: "No two teams raised the same and wait for an answer.",
}


BRING = {
    Source.OPERATIONS: ("drivers:measures", "Bring measures"),
    Source.MARKET: ("benchmarks:new", "Bring a study"),
}
"""Where what a source is read from comes in."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The candidates of one source, the strongest first, how many more there are, and what it means that there is none."""

    source: Source
    candidates: list[Candidate]
    more: int
    silence: str
    bring: str = ""
    bring_words: str = ""

    @property
    def teaches(self) -> str:
        """What comes from here."""
        return TEACHES[self.source]


def streams(at: datetime) -> list[Stream]:
    """What each of the four sources proposes today."""
    entered = set(Origin.objects.values_list("key", flat=True))
    passed = set(PassingOver.objects.filter(until__gt=localdate(at)).values_list("key", flat=True))
    register = list(Opportunity.objects.only("theme_id", "touchpoint_id", "root_cause_id"))
    found = []
    for source, finders in FINDERS.items():
        shown, more = [], 0
        for finder in finders:
            each = [one for one in finder(at) if one.key not in entered | passed and not one.is_in(register)]
            each.sort(key=lambda one: (-one.strength, one.key))
            shown += each[:SHOWN]
            more += max(len(each) - SHOWN, 0)
        silence = SILENCE.get(source) or {Source.OPERATIONS: why_no_measure, Source.MARKET: why_silent}[
            source
        ](at)
        found.append(Stream(source, shown, more, silence, *BRING.get(source, ())))
    return found


def address_of_key(key: str) -> str:
    """Where the evidence behind a question opens; empty where it opens nowhere."""
    kind, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    if kind == "theme":
        return f"{reverse('desk:voices')}?theme={number}"
    names = {"cause": "cases:cause", "series": "watching:series", "study": "benchmarks:study"}
    if kind in names:
        return reverse(names[kind], args=[number])
    return reverse("drivers:drivers") if kind == "measure" else ""


def asked_again(key: str, at: datetime) -> Candidate | None:
    """What a question says today; None where it says nothing any more."""
    finders = [finder for each in FINDERS.values() for finder in each]
    return next((one for finder in finders for one in finder(at) if one.key == key), None)
