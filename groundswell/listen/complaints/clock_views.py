"""The clocks of the register: which there are, which is in force, and what an administrator edits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles

from .clock import FIELDS, clock_in_force, edit_clock, newest_clocks, put_in_force
from .forms import ClockForm
from .models import ClockPreset


@for_roles("administrator", "office")
def clocks(request: HttpRequest) -> HttpResponse:
    """Every clock in its newest version, and which one is in force."""
    running = clock_in_force()
    context = {
        "presets": newest_clocks(),
        "running": running,
        "may_edit": request.user.role == "administrator",
        "page_section": "listen",
    }
    return render(request, "complaints/clocks.html", context)


@for_roles("administrator")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a clock: what comes out is a new version."""
    preset = get_object_or_404(ClockPreset, pk=pk)
    form = ClockForm(request.POST or None, initial={field: getattr(preset, field) for field in FIELDS})
    if request.method == "POST" and form.is_valid():
        edit_clock(preset.name, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The new version is kept. Complaints received before keep theirs.")
        return redirect("complaints:clocks")
    context = {"form": form, "preset": preset, "page_section": "listen"}
    return render(request, "complaints/clock.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles("administrator")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a clock in force for complaints received from now on."""
    preset = put_in_force(get_object_or_404(ClockPreset, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, f"Complaints received from now on run by {preset}.")
    return redirect("complaints:clocks")
