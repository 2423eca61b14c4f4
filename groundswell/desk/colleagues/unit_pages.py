"""The pages of the tree of units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import KEEPS_COLLEAGUES, for_roles
from groundswell.foundation.history.queries import events_of
from groundswell.foundation.organisation.changing import (
    UnitRefused,
    change_unit,
    close_unit,
    make_unit,
    open_unit_again,
)
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import Place, places
from groundswell.look.addresses import read_address

from .forms import UnitForm


@dataclass(frozen=True, slots=True)
class Branch:
    """One part of the tree: where it stands, who answers for it, how many work right there."""

    place: Place
    unit: Unit
    people: int


@for_roles(*KEEPS_COLLEAGUES)
def units(request: HttpRequest) -> HttpResponse:
    """The tree, and a form for one more part."""
    read_address(request)
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_unit(**form.cleaned_data, by=request.user, at=timezone.now())
        except UnitRefused as refused:
            form.add_error(refused.field, str(refused))
        else:
            messages.success(request, f"“{made}” is part of the tree. Say who answers for it.")
            return redirect("desk:unit", made.pk)
    branches = _branches()
    context = {
        "form": form,
        "living": [one for one in branches if not one.unit.closed_on],
        "closed": [one for one in branches if one.unit.closed_on],
    }
    return render(request, "desk/colleagues/units.html", context, status=422 if form.errors else 200)


@for_roles(*KEEPS_COLLEAGUES)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One part: its name, its place, who answers for it, who works there, what changed."""
    read_address(request)
    found = get_object_or_404(Unit.objects.select_related("parent", "owner"), pk=pk)
    start = {"name": found.name, "parent": found.parent_id, "kind": found.kind, "owner": found.owner_id}
    form = UnitForm(request.POST or None, of=found, initial=start)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"parent": None, "kind": found.kind} | form.cleaned_data
        try:
            changed = change_unit(found, **given, by=request.user, at=timezone.now())
        except UnitRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"“{changed}” is changed.")
            return redirect("desk:units")
    context = {
        "unit": found,
        "form": form,
        "people": found.people.filter(left_on=None).select_related("user"),
        "below": Unit.objects.filter(parent=found, closed_on=None),
        "events": events_of(found).order_by("-id")[:20],
    }
    return render(request, "desk/colleagues/unit.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*KEEPS_COLLEAGUES)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody works there any more, or, where it was closed, somebody does again."""
    found, at = get_object_or_404(Unit.objects.select_related("parent"), pk=pk), timezone.now()
    try:
        if found.closed_on:
            open_unit_again(found, by=request.user, at=at)
            messages.success(request, f"“{found}” is open again.")
        else:
            close_unit(found, by=request.user, at=at)
            messages.success(
                request, f"“{found}” is closed. What customers said of it stays with its figures."
            )
    except UnitRefused as refused:
        messages.error(request, str(refused))
        return redirect("desk:unit", pk)
    return redirect("desk:units")


def _branches() -> list[Branch]:
    counted = Unit.objects.select_related("owner").annotate(
        works=Count("people", filter=Q(people__left_on=None), distinct=True)
    )
    found = {one.pk: one for one in counted}
    return [Branch(place, found[place.unit_id], found[place.unit_id].works) for place in places()]
