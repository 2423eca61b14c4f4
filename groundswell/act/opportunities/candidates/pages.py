"""What may be worth a place in the register: candidates with their numbers. One click makes one, none by itself."""

from __future__ import annotations

from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import read_address

from ..cards import telling_voices
from ..doing import do
from ..errors import OpportunityRefused
from ..models import Opportunity, PassingOver
from ..queries import last_year
from ..rules import may_triage
from .actions import enter_candidate, pass_over
from .found import Candidate
from .listing import asked_again, streams


class KeyForm(forms.Form):
    """Which candidate."""

    key = forms.CharField(max_length=120, widget=forms.HiddenInput)


class PassForm(KeyForm):
    """Why a candidate does not enter."""

    why = forms.CharField(label="Why not now", max_length=300)


@for_roles(*STEERS)
def candidates(request: HttpRequest) -> HttpResponse:
    """What each of the four sources proposes today."""
    read_address(request)
    at = timezone.now()
    found = streams(at)
    since, until = last_year(at)
    context = {
        "page_section": "act",
        "streams": found,
        "since": since,
        "until": until,
        "n": sum(len(one.candidates) + one.more for one in found),
        "passed": PassingOver.objects.filter(until__gt=until).select_related("by")[:10],
        "may_triage": may_triage(request.user),
        "pass_form": PassForm(),
    }
    return render(request, "opportunities/candidates.html", context)


@require_POST
@for_roles(*STEERS)
def enter(request: HttpRequest) -> HttpResponse:
    """Give one candidate a place, with what it says at this moment."""
    form, at = KeyForm(request.POST), timezone.now()
    candidate = asked_again(form.cleaned_data["key"], at) if form.is_valid() else None
    if candidate is None:
        messages.error(request, "Its numbers say nothing any more, so there is nothing to enter.")
        return redirect("opportunities:candidates")
    try:
        made = enter_candidate(
            candidate, problem=_in_their_words(candidate, request.user), by=request.user, at=at
        )
    except OpportunityRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("opportunities:candidates")
    messages.success(
        request,
        "It is in the register. Say what it does to customers, who owns it and how much work it may be.",
    )
    return redirect("opportunities:change", made.pk)


@require_POST
@for_roles(*STEERS)
def pass_by(request: HttpRequest) -> HttpResponse:
    """Leave a candidate for 90 days."""
    form = PassForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why: whoever looks next reads it.")
        return redirect("opportunities:candidates")
    candidate = asked_again(form.cleaned_data["key"], timezone.now())
    if candidate is None:
        messages.error(request, "Its numbers say nothing any more, so there is nothing to pass over.")
        return redirect("opportunities:candidates")
    act = partial(pass_over, candidate, why=form.cleaned_data["why"], by=request.user)
    return do(request, "Passed over for 90 days.", lambda at: act(at=at), "opportunities:candidates")


def _in_their_words(candidate: Candidate, user: User) -> str:
    """The problem as a customer told it, out of the newest voices that would stand behind it; else what the numbers say."""
    if candidate.elevations or not (candidate.theme_id or candidate.touchpoint_id or candidate.root_cause_id):
        return ""
    meant = Opportunity(
        theme_id=candidate.theme_id,
        touchpoint_id=candidate.touchpoint_id,
        root_cause_id=candidate.root_cause_id,
    )
    quotes = [voice.text for voice in telling_voices(meant, user, 2) if len(voice.text) > 20]
    return "\n".join(f"“{words}”" for words in quotes)
