"""The page behind each figure of an opportunity: the list that it counts, as far as its reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles, sees_names
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number
from groundswell.look.components import Tab

from .among import Among, read_among
from .asking import asked_of
from .behind_figures import (
    LISTS,
    answers_behind_the_points,
    counts_of,
    customers_behind,
    handled_behind,
    low_answers_behind,
    named,
)
from .cards import as_cards, voices_within_sight, with_words
from .counted import by_month, count_part, months_to
from .doing import where_it_went
from .evidence import OpportunityEvidence
from .models import CauseEvidence, Opportunity
from .queries import last_year, opportunities_visible_to, standing_of
from .roots.queries import voices_that_say
from .rules import reads_the_whole_outer_loop
from .voices import DEFINITION, moments

ROWS = 20


@for_roles()
def behind(request: HttpRequest, pk: int) -> HttpResponse:
    """One list behind the figures of an opportunity, of the days that they were counted in."""
    asked = read_address(
        request,
        of=one_of(LISTS, "voices"),
        among=read_among,
        speaks=whole_number(1, 2**62),
        page=number_of_page,
    )
    seen = opportunities_visible_to(request.user).select_related("theme", "touchpoint", "root_cause")
    found = get_object_or_404(seen, pk=pk)
    if gone := where_it_went(request, found):
        return gone
    at = timezone.now()
    evidence = standing_of(found, at).evidence
    context = {
        "page_section": "act",
        "opportunity": found,
        "evidence": evidence,
        "of": asked["of"],
        "tabs": _tabs(asked["of"], counts_of(evidence) if evidence.is_counted else {}),
        "definition": DEFINITION,
        "sees_names": sees_names(request.user),
        "sees_money": reads_the_whole_outer_loop(request.user),
    }
    if asked["speaks"]:
        context |= _speaks(found, request.user, asked["of"], asked["speaks"], evidence)
    elif asked["of"] == "low":
        context |= _low(found, request.user, asked["among"], last_year(at)[1])
    elif asked["among"]:
        raise BadRequest("Only the low answers can be asked by month or group.")
    else:
        since, until = evidence.since, evidence.until
        rows = FOUND[asked["of"]](found, request.user, since, until)
        context |= {"rows": rows, "counted": counts_of(evidence)[asked["of"]], "since": since, "until": until}
    page = page_of(context["rows"], asked["page"], ROWS)
    context |= {"page": page, **_shown(asked["of"], page.object_list, request.user)}
    return render(request, "opportunities/behind.html", context)


def _low(found: Opportunity, user: User, among: Among | None, until: date) -> dict[str, object]:
    """What a month, a group or the whole course counted, and its list."""
    if among and not among.words:
        raise Http404("There is no such group.")
    asked, since = asked_of(found), months_to(until)[0]
    low = n = 0
    if among:
        since, until = among.days(since, until)
        if asked:
            low, n = count_part(asked, among.way, among.key, since, until)
    elif asked:
        about, where = (
            by_month(replace(one, since=since, until=until)) for one in (asked.about, asked.where)
        )
        low, n = sum(one for one, _ in about.values()), sum(one for _, one in where.values())
    rows = low_answers_behind(found, user, since, until, among.signals if among else None)
    return {"rows": rows, "counted": low, "n": n, "among": among, "since": since, "until": until}


def _speaks(
    found: Opportunity, user: User, of: str, pk: int, evidence: OpportunityEvidence
) -> dict[str, object]:
    """The voices that one thing counts which speaks for or against a cause."""
    if of != "voices":
        raise BadRequest("What speaks for a cause is counted among voices only.")
    line = get_object_or_404(CauseEvidence, pk=pk, cause__opportunity=found)
    since, until = evidence.since, evidence.until
    rows = voices_that_say(line, found, user, since, until)
    return {"rows": rows, "counted": len(rows), "speaks": line, "since": since, "until": until}


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
    if of in {"voices", "points", "low"}:
        return {"cards": as_cards(with_words(rows))}
    return {"rows": named(rows, names=sees_names(user)) if of == "customers" else rows}


def _tabs(current: str, counts: Mapping[str, int]) -> list[Tab]:
    return [Tab(words, f"?of={of}", of == current, counts.get(of)) for of, words in LISTS.items()]
