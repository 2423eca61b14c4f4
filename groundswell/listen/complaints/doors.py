"""The doors: the public form, the colleague's form for callers, and the clocks that an administrator edits."""

import secrets
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address, words

from .actions import receive_complaint
from .clock import FIELDS, clock_in_force, edit_clock, put_in_force
from .forms import CallForm, ClockForm, ComplaintForm
from .models import ClockPreset
from .queries import complaint_by

READ_OUT_FOR = timedelta(hours=1)


@csrf_exempt  # a public page without a session: the submission id makes it safe to send twice
def complain(request: HttpRequest) -> HttpResponse:
    """The door: open to everybody, one field is enough."""
    form = ComplaintForm(request.POST or None, initial={"submission": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        complaint = receive_complaint(form.complaint(), at=timezone.now())
        return redirect("desk:complaint_status", complaint.token)
    return render(request, "complaints/complain.html", {"form": form}, status=422 if form.errors else 200)


@for_roles("frontline", "lead", "office")
def phone(request: HttpRequest) -> HttpResponse:
    """A colleague writes down what a caller says, and reads out the reference."""
    form = CallForm(request.POST or None, initial={"submission": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        complaint = receive_complaint(form.complaint(), at=timezone.now(), by=request.user)
        answer = redirect("complaints:phone")
        answer["Location"] += f"?taken={complaint.token}"
        return answer
    taken = complaint_by(read_address(request, taken=words)["taken"])
    if taken and taken.received_at < timezone.now() - READ_OUT_FOR:
        taken = None
    context = {"form": form, "taken": taken, "page_section": "listen"}
    return render(request, "complaints/phone.html", context, status=422 if form.errors else 200)


@for_roles("administrator", "office")
def clocks(request: HttpRequest) -> HttpResponse:
    """Every clock in its newest version, and which one is in force."""
    newest = {preset.name: preset for preset in ClockPreset.objects.order_by("name", "number")}
    running = clock_in_force()
    newest.setdefault(running.name, running)
    context = {
        "presets": newest.values(),
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
