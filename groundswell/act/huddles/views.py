"""The pages of the huddles: the list, the running sheet, the printed sheet."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.queries import people_in
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import page_asked

from . import actions, forms
from .agenda import Agenda
from .errors import HuddleRefusal
from .models import Huddle
from .queries import agenda_of, elevations_of, huddles_visible_to, promises_visible_to, with_promises
from .rules import may_take_part

ROWS_PER_PAGE = 20
RAISED_SHOWN = 10


@for_roles()
def huddle_list(request: HttpRequest) -> HttpResponse:
    """What comes next, what was held, and what I raised."""
    return _list(request, forms.PlanForm(units=units_visible_to(request.user), initial=_first_plan(request)))


def _list(request: HttpRequest, plan_form: Form) -> HttpResponse:
    at, user = timezone.now(), request.user
    huddles = with_promises(huddles_visible_to(user))
    person = user.person
    context = {
        "page_section": "act",
        "now": at,
        "coming": huddles.filter(ended_at=None).order_by("planned_at")[:ROWS_PER_PAGE],
        "page": page_asked(request, huddles.filter(ended_at__isnull=False), ROWS_PER_PAGE),
        "raised": elevations_of(person)[:RAISED_SHOWN] if person else [],
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
    _check_takes_part(request)
    form = forms.PlanForm(request.POST, units=units_visible_to(request.user))
    if not form.is_valid():
        return _list(request, form)
    try:
        huddle = actions.plan_huddle(**form.cleaned_data, by=request.user.person, at=timezone.now())
    except HuddleRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("huddles:list")
    messages.success(request, f"Planned. It is the turn of {huddle.facilitator} to facilitate.")
    return redirect("huddles:huddle", huddle.pk)


@for_roles()
def running_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda step by step, with the forms in place."""
    return _sheet(request, _visible(request, pk))


@for_roles()
def printed_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda on paper."""
    huddle, at = _visible(request, pk), timezone.now()
    context = {"huddle": huddle, "agenda": agenda_of(huddle, at), "now": at, "lines": range(4)}
    return render(request, "huddles/sheet.html", context)


@require_POST
@for_roles()
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin."""
    huddle = _taking_part(request, pk)
    return _do(request, huddle, "", lambda at: actions.start_huddle(huddle, by=request.user.person, at=at))


@require_POST
@for_roles()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End with the pulse."""
    huddle = _taking_part(request, pk)
    form = forms.PulseForm(request.POST)
    if not form.is_valid():
        return _sheet(request, huddle, pulse_form=form)
    pulse, by = form.cleaned_data["pulse"], request.user.person
    return _do(
        request, huddle, "Well done.", lambda at: actions.end_huddle(huddle, pulse=pulse, by=by, at=at)
    )


@require_POST
@for_roles()
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a promise down."""
    huddle = _taking_part(request, pk)
    form = forms.PromiseForm(request.POST, people=people_in(huddle.unit), auto_id="promise_%s")
    if not form.is_valid():
        return _sheet(request, huddle, promise_form=form)
    by = request.user.person
    return _do(
        request,
        huddle,
        "Promised.",
        lambda at: actions.make_promise(huddle, **form.cleaned_data, by=by, at=at),
    )


@require_POST
@for_roles()
def raise_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise what the team cannot settle alone."""
    huddle = _taking_part(request, pk)
    form = forms.ElevationForm(request.POST, voices=signals_visible_to(request.user), auto_id="raise_%s")
    if not form.is_valid():
        return _sheet(request, huddle, elevation_form=form)
    by = request.user.person
    words = "Raised. You hear what becomes of it."
    return _do(
        request, huddle, words,
        lambda at: actions.elevate(**form.cleaned_data, unit=huddle.unit, huddle=huddle, by=by, at=at),
    )  # fmt: skip


@require_POST
@for_roles()
def carry_over(request: HttpRequest, pk: int, promise_pk: int) -> HttpResponse:
    """Carry a promise over with a reason."""
    huddle = _taking_part(request, pk)
    made = get_object_or_404(promises_visible_to(request.user), pk=promise_pk, huddle__unit=huddle.unit_id)
    note, by = request.POST.get("note", "").strip()[:300], request.user.person
    words = "Carried over. You see it again next time."
    return _do(
        request, huddle, words,
        lambda at: actions.carry_over_promise(made, huddle=huddle, note=note, by=by, at=at),
    )  # fmt: skip


@require_POST
@for_roles()
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """A promise is kept: in the huddle that the form names, or between two huddles."""
    _check_takes_part(request)
    made = get_object_or_404(promises_visible_to(request.user).select_related("huddle"), pk=pk)
    number, by = request.POST.get("huddle", ""), request.user.person
    huddle = _visible(request, int(number)) if number.isdecimal() else None
    if huddle and huddle.unit_id != made.huddle.unit_id:
        raise Http404("The promise belongs to another team.")
    return _do(request, huddle, "Kept.", lambda at: actions.keep_promise(made, huddle=huddle, by=by, at=at))


def _visible(request: HttpRequest, pk: int) -> Huddle:
    return get_object_or_404(huddles_visible_to(request.user).select_related("unit", "facilitator"), pk=pk)


def _check_takes_part(request: HttpRequest) -> None:
    if not may_take_part(request.user):
        raise PermissionDenied("You look on here. The team itself promises and raises.")


def _taking_part(request: HttpRequest, pk: int) -> Huddle:
    huddle = _visible(request, pk)
    _check_takes_part(request)
    return huddle


def _do(
    request: HttpRequest, huddle: Huddle | None, words: str, act: Callable[[datetime], object]
) -> HttpResponse:
    try:
        act(timezone.now())
    except HuddleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        if words:
            messages.success(request, words)
    return redirect("huddles:huddle", huddle.pk) if huddle else redirect(settings.LOGIN_REDIRECT_URL)


def _sheet(request: HttpRequest, huddle: Huddle, **bound: Form) -> HttpResponse:
    at = timezone.now()
    agenda = agenda_of(huddle, at)
    context = {
        "page_section": "act",
        "now": at,
        "huddle": huddle,
        "agenda": agenda,
        "may_take_part": may_take_part(request.user),
        "new_promises": huddle.promises.select_related("person"),
        "raised": huddle.elevations.select_related("raised_by"),
        **_blank_forms(request, huddle, agenda, at),
        **bound,
    }
    return render(request, "huddles/huddle.html", context, status=422 if bound else 200)


def _blank_forms(request: HttpRequest, huddle: Huddle, agenda: Agenda, at: datetime) -> dict[str, Form]:
    in_a_week = {"due_on": timezone.localdate(at) + timedelta(days=7)}
    voices = {"signals": [agenda.pain.signal.pk] if agenda.pain else []}
    return {
        "promise_form": forms.PromiseForm(
            people=people_in(huddle.unit), initial=in_a_week, auto_id="promise_%s"
        ),
        "elevation_form": forms.ElevationForm(
            voices=signals_visible_to(request.user), initial=voices, auto_id="raise_%s"
        ),
        "pulse_form": forms.PulseForm(),
    }
