"""The list of huddles, planning one, and the rhythms that plan themselves."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to, within_sight
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number

from . import forms, planning
from .calling_off import still_on
from .edges import check_takes_part
from .errors import HuddleRefusal
from .health import SHOWS, shown_huddles
from .models import Rhythm
from .queries import elevations_of, huddles_visible_to, with_promises
from .rules import may_take_part

ROWS_PER_PAGE = 20
RAISED_SHOWN = 5


@for_roles()
def huddle_list(request: HttpRequest) -> HttpResponse:
    """What comes next, what was held or missed, and what I raised."""
    return _list(request, forms.PlanForm(units=units_visible_to(request.user), initial=_first_plan(request)))


def _list(request: HttpRequest, plan_form: Form) -> HttpResponse:
    asked = read_address(
        request,
        show=one_of(SHOWS, "held"),
        unit=whole_number(1, 2**31),
        days=whole_number(1, 366),
        page=number_of_page,
    )
    at, user = timezone.now(), request.user
    huddles = with_promises(huddles_visible_to(user))
    running = huddles.filter(ended_at=None, started_at__isnull=False)
    planned = huddles.filter(started_at=None, planned_at__gt=planning.missed_before(at))
    coming = still_on(planned).order_by("planned_at")
    unit = units_visible_to(user).filter(pk=asked["unit"]).first() if asked["unit"] else None
    context = {
        "page_section": "act",
        "now": at,
        "asked": asked,
        "unit": unit,
        "shows": SHOWS,
        "is_narrowed": any(asked[name] for name in ("unit", "days", "page")) or asked["show"] != "held",
        "off": planned.filter(called_off_at__isnull=False).order_by("planned_at"),
        "coming": [*running, *coming[:ROWS_PER_PAGE]],
        "page": page_of(shown_huddles(huddles, asked, at), asked["page"], ROWS_PER_PAGE),
        "raised": elevations_of(user.person)[:RAISED_SHOWN] if user.person else [],
        "may_take_part": may_take_part(user),
        "plan_form": plan_form,
    }
    return render(request, "huddles/list.html", context, status=422 if plan_form.errors else 200)


def _first_plan(request: HttpRequest) -> dict[str, object]:
    tomorrow = timezone.localtime() + timedelta(days=1)
    unit = request.user.person.unit_id if request.user.person else None
    return {"unit": unit, "planned_at": tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)}


@require_POST
@for_roles()
def plan(request: HttpRequest) -> HttpResponse:
    """Plan the next huddle of a team within sight."""
    check_takes_part(request)
    form = forms.PlanForm(request.POST, units=units_visible_to(request.user))
    if not form.is_valid():
        return _list(request, form)
    try:
        huddle = planning.plan_huddle(**form.cleaned_data, by=request.user.person, at=timezone.now())
    except HuddleRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("huddles:list")
    messages.success(request, f"Planned. It is the turn of {huddle.facilitator} to facilitate.")
    return redirect("huddles:huddle", huddle.pk)


@for_roles()
def rhythms(request: HttpRequest) -> HttpResponse:
    """When which team huddles, and who facilitates the next three; a form for another rhythm."""
    read_address(request)
    units = units_visible_to(request.user)
    if request.method == "POST":
        check_takes_part(request)
        form = forms.RhythmForm(request.POST, units=units)
        if form.is_valid():
            set_to = planning.set_rhythm(**form.cleaned_data, by=request.user.person, at=timezone.now())
            messages.success(request, f"{set_to.unit}: {set_to.words}. The next three are planned.")
            return redirect("huddles:rhythms")
    else:
        own = request.user.person.unit_id if request.user.person else None
        form = forms.RhythmForm(units=units, initial={"unit": own, "weekday": 0})
    context = {
        "page_section": "act",
        "rows": _rhythm_rows(request),
        "form": form,
        "may_take_part": may_take_part(request.user),
    }
    return render(request, "huddles/rhythms.html", context, status=422 if form.errors else 200)


def _rhythm_rows(request: HttpRequest) -> list[tuple[Rhythm, list[Any]]]:
    at = timezone.now()
    living = Rhythm.objects.filter(within_sight(request.user), ended_at=None).select_related("unit", "by")
    huddles = huddles_visible_to(request.user)
    coming: dict[tuple[int, str], list[Any]] = {}
    ahead = huddles.filter(planned_at__gt=at, started_at=None).select_related("facilitator")
    for huddle in ahead.order_by("planned_at", "id"):
        coming.setdefault((huddle.unit_id, huddle.kind), []).append(huddle)
    return [(rhythm, coming.get((rhythm.unit_id, rhythm.kind), [])[: planning.AHEAD]) for rhythm in living]


@require_POST
@for_roles()
def end_rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    """No more huddles by this rhythm."""
    seen = Rhythm.objects.filter(within_sight(request.user)).select_related("unit")
    rhythm = get_object_or_404(seen, pk=pk)
    check_takes_part(request)
    try:
        planning.end_rhythm(rhythm, by=request.user.person, at=timezone.now())
    except HuddleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{rhythm.unit} plans its huddles by hand now.")
    return redirect("huddles:rhythms")
