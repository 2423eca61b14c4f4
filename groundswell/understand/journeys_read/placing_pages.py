"""The pages on which touchpoints are named and placed on the journey."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import KEEPS_COLLEAGUES, for_roles
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.journeys.placing import TouchpointRefused, change_touchpoint, make_touchpoint
from groundswell.look.addresses import read_address
from groundswell.understand.evidence.actions import ask_recount


class TouchpointForm(forms.Form):
    """Its name and where on the journey it lies."""

    name = forms.CharField(
        max_length=120,
        help_text="As people say it, and as your files name it: Delivery, Call to the hotline.",
    )
    stage = forms.ModelChoiceField(Stage.objects.all(), empty_label="Not placed yet", required=False)


@for_roles(*KEEPS_COLLEAGUES)
def touchpoints(request: HttpRequest) -> HttpResponse:
    """Every touchpoint by its stage, and a form for one more."""
    read_address(request)
    form = TouchpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_touchpoint(**form.cleaned_data, by=request.user, at=timezone.now())
        except TouchpointRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(
                request, f"“{made}” is a touchpoint. Surveys, files and initiatives may name it."
            )
            return redirect("journeys_read:touchpoints")
    points = Touchpoint.objects.select_related("stage").annotate(voices=Count("signal"))
    context = {
        "form": form,
        "placed": points.exclude(stage=None),
        "unplaced": points.filter(stage=None),
        "stages": Stage.objects.filter(touchpoints=None),
        "page_section": "understand",
    }
    return render(request, "journeys_read/touchpoints.html", context, status=422 if form.errors else 200)


@for_roles(*KEEPS_COLLEAGUES)
def touchpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """One touchpoint: its name and its stage, and what changed."""
    read_address(request)
    found = get_object_or_404(Touchpoint.objects.select_related("stage"), pk=pk)
    form = TouchpointForm(request.POST or None, initial={"name": found.name, "stage": found.stage_id})
    if request.method == "POST" and form.is_valid():
        try:
            has_moved = _changed(request, found, form)
        except TouchpointRefused as refused:
            form.add_error("name", str(refused))
        else:
            also = " Scores of stages are counted anew within minutes." if has_moved else ""
            messages.success(request, f"“{form.cleaned_data['name']}” is changed.{also}")
            return redirect("journeys_read:touchpoints")
    context = {
        "touchpoint": found,
        "form": form,
        "events": events_of(found).order_by("-id")[:20],
        "page_section": "understand",
    }
    return render(request, "journeys_read/touchpoint.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _changed(request: HttpRequest, point: Touchpoint, form: TouchpointForm) -> bool:
    """Change it and, where it went to another stage, have every voice counted by its new place."""
    at = timezone.now()
    has_moved = change_touchpoint(point, **form.cleaned_data, by=request.user, at=at)
    if has_moved:
        ask_recount(f"“{point}” lies elsewhere on the journey", at=at)
    return has_moved
