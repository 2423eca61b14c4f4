"""Agencies, their people and their ends: for those who open doors."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles

from .errors import PartnerRefused
from .forms import AgencyForm, BecauseForm, InviteForm
from .inviting import add_agency, end_partnership, invite_to_agency, let_go, withdraw_invitation
from .letters import letter_with
from .queries import agencies_visible_to, living_sharings
from .sharing import end_sharing


@for_roles(*STEERS)
def agencies(request: HttpRequest) -> HttpResponse:
    """Who works with us; a new one begins here."""
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_agency(**form.cleaned_data, by=request.user, at=timezone.now())
        except PartnerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"{made} works with us. It sees nothing until a board is shared with it."
            )
            return redirect("partners:agency", made.pk)
    rows = agencies_visible_to(request.user).annotate(
        people=Count("members", Q(members__left_at=None), distinct=True),
        boards=Count("sharings", Q(sharings__in=living_sharings(timezone.now())), distinct=True),
    )
    rows = rows.order_by(F("ended_at").desc(nulls_first=True), "name")
    context = {"page_section": "act", "agencies": rows, "form": form}
    return render(request, "partners/agencies.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency: who signs in, what it sees until when. A new link is shown once, here."""
    found, now, letter = get_object_or_404(agencies_visible_to(request.user), pk=pk), timezone.now(), None
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, token = invite_to_agency(found, **form.cleaned_data, by=request.user, at=now)
        except PartnerRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            link = request.build_absolute_uri(reverse("partners:come_in", args=[token]))
            letter, form = letter_with(made, link), InviteForm()
    context = {
        "page_section": "act",
        "agency": found,
        "members": found.members.select_related("user"),
        "invitations": found.invitations.filter(accepted_at=None, withdrawn_at=None, until__gt=now),
        "sharings": living_sharings(now).filter(agency=found).select_related("board__initiative"),
        "form": form,
        "because": BecauseForm(auto_id="end_%s"),
        "letter": letter,
    }
    return render(request, "partners/agency.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def end(request: HttpRequest, pk: int, deed: str, part_pk: int) -> HttpResponse:
    """End the partnership, one sharing, one person's sign-in or one link."""
    found, by = get_object_or_404(agencies_visible_to(request.user), pk=pk), request.user
    because = BecauseForm(request.POST)
    why = because.cleaned_data["because"] if because.is_valid() else ""
    deeds: dict[str, Callable[[datetime], object]] = {
        "partnership": lambda at: end_partnership(found, because=why, by=by, at=at),
        "sharing": lambda at: end_sharing(
            get_object_or_404(found.sharings, pk=part_pk), because=why, by=by, at=at
        ),
        "member": lambda at: let_go(get_object_or_404(found.members, pk=part_pk), by=by, at=at),
        "invitation": lambda at: withdraw_invitation(
            get_object_or_404(found.invitations, pk=part_pk), by=by, at=at
        ),
    }
    if deed not in deeds:
        raise Http404
    try:
        deeds[deed](timezone.now())
    except PartnerRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It has ended, from this moment on.")
    return redirect("partners:agency", found.pk)
