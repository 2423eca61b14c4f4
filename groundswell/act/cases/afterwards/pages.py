"""The page on which a leader sees what became of customers after their case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.look.numbers import signed

from .figures import FEWEST_IN_A_GROUP, afterwards
from .who import CONTACT_WITHIN, LOOKED_AFTER


@for_roles()
def page(request: HttpRequest) -> HttpResponse:
    """Asked again and recovered, how scores moved, who left with and without having heard from us."""
    found = afterwards(request.user, at=timezone.now())
    gap, change = found.leaving.difference, found.moved.change
    context = {
        "page_section": "act",
        "found": found,
        "loop": [found.asked, found.answered, found.recovered],
        "fell": -change.change if change else None,
        "points": [signed(100 * one) for one in (gap.difference, gap.interval.low, gap.interval.high)]
        if gap
        else [],
        "groups": [
            ("We had reached them", found.leaving.heard, "heard"),
            ("We had not reached them", found.leaving.unheard, "unheard"),
        ],
        "total": (CONTACT_WITHIN + LOOKED_AFTER).days,
        "within": CONTACT_WITHIN.days,
        "after": LOOKED_AFTER.days,
        "fewest": FEWEST_IN_A_GROUP,
    }
    return render(request, "cases/afterwards.html", context)
