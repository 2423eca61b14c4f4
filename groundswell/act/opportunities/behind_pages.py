"""The page behind each figure of an opportunity: the list that it counts, as far as its reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles, sees_names
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address
from groundswell.look.components import Tab

from .behind_figures import (
    LISTS,
    answers_behind_the_points,
    counts_of,
    customers_behind,
    handled_behind,
    named,
)
from .cards import as_cards, voices_within_sight, with_words
from .doing import where_it_went
from .models import Opportunity
from .queries import opportunities_visible_to, standing_of
from .rules import reads_the_whole_outer_loop
from .voices import DEFINITION, moments

ROWS = 20


@for_roles()
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """One list behind the figures of an opportunity, of the year that they were counted in."""
    asked = read_address(request, of=one_of(LISTS, "voices"), page=number_of_page)
    seen = opportunities_visible_to(request.user).select_related("theme", "touchpoint", "root_cause")
    found = get_object_or_404(seen, pk=pk)
    if gone := where_it_went(request, found):
        return gone
    evidence = standing_of(found, timezone.now()).evidence
    rows = FOUND[asked["of"]](found, request.user, evidence.since, evidence.until)
    page = page_of(rows, asked["page"], ROWS)
    context = {
        "page_section": "act",
        "opportunity": found,
        "evidence": evidence,
        "of": asked["of"],
        "tabs": _tabs(asked["of"], counts_of(evidence) if evidence.is_counted else {}),
        "page": page,
        "counted": counts_of(evidence)[asked["of"]],
        "definition": DEFINITION,
        "sees_names": sees_names(request.user),
        "sees_money": reads_the_whole_outer_loop(request.user),
        **_shown(asked["of"], page.object_list, request.user),
    }
    return render(request, "opportunities/behind.html", context)


def _voices(found: Opportunity, user: User, since: date, until: date) -> object:
    first, after = moments(since, until)
    return voices_within_sight(found, user, submitted_at__gte=first, submitted_at__lt=after)


FOUND: Mapping[str, Callable[..., object]] = {
    "voices": _voices,
    "customers": customers_behind,
    "points": answers_behind_the_points,
    "handled": handled_behind,
}


def _shown(of: str, rows: object, user: User) -> dict[str, object]:
    if of == "voices":
        return {"cards": as_cards(with_words(rows))}
    if of == "points":
        return {"cards": as_cards(rows.select_related("touchpoint", "unit", "reading"))}
    return {"rows": named(rows, names=sees_names(user)) if of == "customers" else rows}


def _tabs(current: str, counts: Mapping[str, int]) -> list[Tab]:
    return [Tab(words, f"?of={of}", of == current, counts.get(of)) for of, words in LISTS.items()]
