"""Whom an announcement reaches, by name: looked at before it is published and while letters still leave."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.queries import initiatives_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles, sees_names
from groundswell.foundation.customers.models import Customer
from groundswell.look.addresses import filled, number_of_page, one_of, page_of, read_address, words

from .actions import audience_now
from .audience import ON_THE_WAY, TOLD, Audience, audience_of
from .errors import ReplyRefused
from .leaving_out import last_announcement, leave_out, tell_after_all
from .models import Announcement
from .people import SHOWN, lines_of, reasons_given
from .queries import announcements_visible_to

ROWS = 50


@for_roles(*STEERS)
def people(request: HttpRequest, initiative_pk: int) -> HttpResponse:
    """Whom the next announcement would reach."""
    initiative = get_object_or_404(initiatives_visible_to(request.user), pk=initiative_pk)
    return _shown(request, initiative, audience_of(initiative, timezone.now()))


@for_roles(*STEERS)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was told, who waits for their turn, who is not told."""
    found = get_object_or_404(announcements_visible_to(request.user), pk=pk)
    return _shown(request, found.initiative, audience_now(found), found)


@require_POST
@for_roles(*STEERS)
def change(request: HttpRequest, initiative_pk: int, customer_pk: int, choice: str) -> HttpResponse:
    """Leave somebody out with a reason, or tell them after all."""
    query = urlencode(filled(list(_asked(request).items())))
    initiative = get_object_or_404(initiatives_visible_to(request.user), pk=initiative_pk)
    last = None if request.POST.get("next") else last_announcement(initiative)
    behind = audience_now(last) if last else audience_of(initiative, timezone.now())
    lines = {line.customer_id: line for line in lines_of(behind, names=sees_names(request.user))}
    if choice not in ("leave-out", "tell") or customer_pk not in lines:
        raise Http404
    customer = get_object_or_404(Customer, pk=customer_pk)
    given = {"by": request.user, "at": timezone.now()}
    try:
        if choice == "tell":
            tell_after_all(initiative, customer, **given)
        else:
            leave_out(initiative, customer, why=request.POST.get("why", ""), of_next=last is None, **given)
    except ReplyRefused as refusal:
        messages.error(request, str(refusal))
    else:
        becomes = "is told" if choice == "tell" else "is left out"
        messages.success(request, f"{lines[customer_pk].name} {becomes}.")
    back = (
        reverse("replies:told", args=[last.pk]) if last else reverse("replies:people", args=[initiative_pk])
    )
    return redirect(f"{back}?{query}" if query else back)


def _asked(request: HttpRequest) -> dict[str, Any]:
    return read_address(request, words=words, show=one_of(SHOWN), page=number_of_page)


def _shown(
    request: HttpRequest, initiative: Initiative, audience: Audience, about: Announcement | None = None
) -> HttpResponse:
    names = sees_names(request.user)
    asked = _asked(request)
    page = page_of(
        lines_of(audience, names=names, words=asked["words"], show=asked["show"]), asked["page"], ROWS
    )
    reasons = reasons_given(initiative, page)
    context = {
        "page_section": "act",
        "initiative": initiative,
        "about": about,
        "audience": audience,
        "told": audience.left_out.get(TOLD, 0),
        "on_the_way": audience.left_out.get(ON_THE_WAY, 0),
        "names": names,
        "query": urlencode(filled(list(asked.items()))),
        "asked": asked,
        "shown": SHOWN.items(),
        "page": page,
        "lines": [(line, reasons.get(line.customer_id)) for line in page],
    }
    return render(request, "replies/people.html", context)
