"""The page of the ladder: who is told at which point of the clock."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from ..errors import RungStands
from ..models import Rung
from ..rule_pages import RULES
from ..settings_tabs import settings_tabs
from .changing import end_rung, set_rung
from .climbing import rungs

SIDES = [("-1", "Before the promised moment"), ("1", "After it")]


class RungForm(forms.Form):
    """One more point of the clock."""

    hours = forms.IntegerField(
        label="Working hours", min_value=0, max_value=200, help_text="0: at the promised moment."
    )
    side = forms.TypedChoiceField(label="When", choices=SIDES, coerce=int, initial=1)
    tells = forms.ChoiceField(label="Tells", choices=Rung.Tells)


@for_roles()
def ladder(request: HttpRequest) -> HttpResponse:
    """Every rung from the bottom; the office and administrators add one."""
    may_rule = request.user.role in RULES
    if request.method == "POST" and not may_rule:
        return redirect("cases:ladder")
    form = RungForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        try:
            set_rung(hours=given["side"] * given["hours"], tells=given["tells"], by=request.user, at=at)
        except RungStands as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "The rung is set. It holds for every clock that reaches it from now on."
            )
            return redirect("cases:ladder")
    context = {
        "page_section": "act",
        "tabs": settings_tabs("ladder"),
        "rungs": rungs(),
        "form": form,
        "may_rule": may_rule,
    }
    return render(request, "cases/ladder.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*RULES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """This rung tells nobody any more."""
    rung = get_object_or_404(Rung, pk=pk)
    end_rung(rung, by=request.user, at=timezone.now())
    messages.success(request, "Nobody is told at that point any more.")
    return redirect("cases:ladder")
