"""Say that two opportunities are the same: find the other one, see what happens, do it; and take them apart again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.foundation.looking_for import holds
from groundswell.look.addresses import read_address, whole_number, words

from ..doing import do, where_it_went
from ..errors import OpportunityRefused
from ..models import Opportunity
from ..queries import opportunities_visible_to, standing_of
from .actions import merge_opportunity, separate_opportunity
from .queries import likely_the_same, others_than, together, whose_points

SHOWN = 20


class MergeForm(forms.Form):
    """Which of the two goes on, and why they are the same."""

    stays = forms.TypedChoiceField(label="Which one goes on", coerce=int, widget=forms.RadioSelect)
    why = forms.CharField(
        label="Why they are the same",
        help_text="Those who raised what goes along, and who owns it, read this.",
        error_messages={"required": "Say why they are the same: those who raised what goes along read it."},
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, own: Opportunity, other: Opportunity, *args: object) -> None:
        older = min(own, other, key=lambda one: (one.opened_at, one.pk))
        settled = [one for one in (own, other) if hasattr(one, "settlement")]
        super().__init__(*args, initial={"stays": (settled or [older])[0].pk})
        self.fields["stays"].choices = [(one.pk, one.title) for one in (own, other)]


class SeparateForm(forms.Form):
    """Why they are not the same."""

    why = forms.CharField(max_length=400)


@for_roles(*STEERS)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the other one by likeness or words, look at both, and make them one."""
    asked = read_address(request, q=words, other=whole_number(1, 2**62))
    found = get_object_or_404(
        opportunities_visible_to(request.user).select_related(
            "merger__into", "merger__by", "settlement", "theme", "touchpoint", "root_cause"
        ),
        pk=pk,
    )
    if gone := where_it_went(request, found):
        return gone
    others = others_than(found, request.user)
    context = {"page_section": "act", "opportunity": found, "asked": asked}
    if asked["other"] is None:
        said = holds("title", asked["q"]) | holds("problem", asked["q"]) if asked["q"] else None
        context |= {
            "likely": likely_the_same(found, request.user, 5),
            "hits": others.filter(said)[:SHOWN] if said else (),
        }
        return render(request, "opportunities/merge.html", context)
    other = get_object_or_404(others, pk=asked["other"])
    form = MergeForm(found, other, request.POST or None)
    if request.method == "POST" and form.is_valid():
        stays, goes = (found, other) if form.cleaned_data["stays"] == found.pk else (other, found)
        try:
            merge_opportunity(goes, stays, why=form.cleaned_data["why"], by=request.user, at=timezone.now())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "They are one. Whoever raised what went along is told.")
            return redirect("opportunities:opportunity", stays.pk)
    at = timezone.now()
    context |= {
        "other": other,
        "form": form,
        "sides": [(one, standing_of(one, at)) for one in (found, other)],
        "together": together(found, other, at),
        "whose_points": whose_points(found, other),
    }
    return render(request, "opportunities/merge.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def separate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one out again."""
    found, form = get_object_or_404(opportunities_visible_to(request.user), pk=pk), SeparateForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return do(
        request,
        "They stand apart again. Whoever raised it is told.",
        lambda at: separate_opportunity(found, why=why, by=request.user, at=at),
        "opportunities:opportunity",
        pk,
    )
