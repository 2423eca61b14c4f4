"""How huddles do, and what became of what somebody raised."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.huddles.actions import answer_days, set_answer_time
from groundswell.act.huddles.queries import elevations_visible_to
from groundswell.act.replies.trace import what_became_of
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number

from .homes.raised import raised_lines
from .huddle_health import RAISED_SHOWS, rows_of, shown_elevations
from .trace import shown_step

SPANS = ("28", "90", "365")
ROWS_PER_PAGE = 20


@for_roles()
def health(request: HttpRequest) -> HttpResponse:
    """Held of planned, promises kept, elevations answered in time, pulse: for a part and each part right below it."""
    asked = read_address(request, unit=whole_number(1, 2**31), days=one_of(SPANS, "28"))
    user, at = cast(User, request.user), timezone.now()
    units = units_visible_to(user)
    unit = get_object_or_404(units, pk=asked["unit"]) if asked["unit"] else None
    rows = rows_of(user, unit, int(asked["days"]), at)
    context = {
        "page_section": "act",
        "rows": rows,
        "top": rows[0] if rows else None,
        "days": int(asked["days"]),
        "spans": SPANS,
        "unit": unit,
        "above": unit and unit.parent_id and units.filter(pk=unit.parent_id).first(),
    }
    return render(request, "desk/huddle_health.html", context)


@for_roles()
def raised_list(request: HttpRequest) -> HttpResponse:
    """What was raised, and how far each has come."""
    asked = read_address(
        request,
        show=one_of(RAISED_SHOWS, "mine"),
        unit=whole_number(1, 2**31),
        days=whole_number(1, 366),
        page=number_of_page,
    )
    user, at = cast(User, request.user), timezone.now()
    page = page_of(
        shown_elevations(elevations_visible_to(user), asked, user, at), asked["page"], ROWS_PER_PAGE
    )
    context = {
        "page_section": "act",
        "now": at,
        "asked": asked,
        "shows": RAISED_SHOWS,
        "unit": units_visible_to(user).filter(pk=asked["unit"]).first() if asked["unit"] else None,
        "page": page,
        "lines": raised_lines(page, user),
        "answer_days": answer_days(at),
        "sets_the_time": user.role in STEERS,
    }
    return render(request, "desk/raised_list.html", context)


@for_roles()
def raised(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that was raised, with each step so far and those to come."""
    read_address(request)
    user = cast(User, request.user)
    elevation = get_object_or_404(elevations_visible_to(user), pk=pk)
    steps = what_became_of(elevation, user)
    context = {
        "page_section": "act",
        "now": timezone.now(),
        "elevation": elevation,
        "steps": [shown_step(step) for step in steps],
        "here": [step for step in steps if step.state != "not_yet"][-1],
        "is_waiting": not hasattr(elevation, "joining") and not hasattr(elevation, "setting_aside"),
        "voices": signals_visible_to(user).filter(elevations=elevation).exclude(comment="")[:5],
    }
    return render(request, "desk/raised.html", context)


@require_POST
@for_roles(*STEERS)
def answer_time(request: HttpRequest) -> HttpResponse:
    """Within how many working days what teams raise is answered, from now on."""
    days = request.POST.get("days", "")
    if not (days.isascii() and days.isdecimal() and 1 <= int(days[:4]) <= 60):
        messages.error(request, "Give a number of working days from 1 to 60. It is as it was.")
        return redirect("desk:raised_list")
    set_answer_time(int(days), by=cast(User, request.user).person, at=timezone.now())
    messages.success(request, f"From now on what teams raise is answered within {int(days)} working days.")
    return redirect("desk:raised_list")
