"""The huddle itself: the running sheet, the wall, the printed sheet, and what is tapped there."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST

from groundswell.act.cases.queries import cases_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import read_address, whole_number
from groundswell.look.pdf import answer_with, sheet_from
from groundswell.understand.scores.explorer import voices_url
from groundswell.understand.scores.question import Question

from . import actions, calling_off, forms
from .agenda import Agenda
from .edges import do, number, one_of, taking_part, visible
from .errors import NobodyChosen
from .models import Huddle
from .planning import facilitate
from .queries import agenda_of
from .roll import agenda_steps, guest_called, minutes_gone, roll_of, step_words, turns_ahead
from .rules import may_take_part
from .turns import members_of


@for_roles()
def running_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda step by step, with the forms in place."""
    read_address(request)
    return sheet(request, visible(request, pk))


def sheet(request: HttpRequest, huddle: Huddle, **bound: Form) -> HttpResponse:
    """The running sheet, with the form that was filled in wrongly in its place."""
    at = timezone.now()
    agenda = agenda_of(huddle, at)
    context = {
        **_shown(request, huddle, agenda),
        "turns": turns_ahead(huddle, at),
        **_blank_forms(request, huddle, agenda),
        **bound,
    }
    return render(request, "huddles/huddle.html", context, status=422 if bound else 200)


@for_roles()
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """One step at a time in large type, for everybody to read; outside the huddle anybody may leaf through."""
    huddle = visible(request, pk)
    agenda = agenda_of(huddle, timezone.now())
    asked = read_address(request, step=whole_number(1, len(agenda.steps)))
    here = huddle.step if huddle.is_running else asked["step"] or 1
    context = {
        **_shown(request, huddle, agenda),
        "step": agenda.steps[min(here, len(agenda.steps)) - 1],
        "before": here - 1 if here > 1 else None,
        "after": here + 1 if here < len(agenda.steps) else None,
    }
    return render(request, "huddles/wall.html", context)


@for_roles()
def printed_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The agenda on one page of paper."""
    read_address(request)
    ways = {
        "file_address": reverse("huddles:sheet_file", args=[pk]),
        "back_address": reverse("huddles:huddle", args=[pk]),
    }
    return render(request, "huddles/sheet.html", _on_paper(request, visible(request, pk)) | ways)


@for_roles()
def sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF."""
    read_address(request)
    huddle = visible(request, pk)
    given = {"address": reverse("huddles:sheet", args=[pk]), "whole": reverse("huddles:huddle", args=[pk])}
    made = sheet_from(request, "huddles/sheet.html", _on_paper(request, huddle), **given, one_page=True)
    name = f"{made.title} {timezone.localdate(huddle.planned_at)}"
    return answer_with(request, [made], name=name, otherwise=given["address"])


@for_roles()
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether anything was done since: asked every few seconds, answered with 304 as long as nothing was."""
    read_address(request)
    tag = f'"{visible(request, pk).version}"'
    answer = HttpResponse(tag, content_type="text/plain", headers={"ETag": tag, "Cache-Control": "no-cache"})
    return get_conditional_response(request, etag=tag, response=answer) or answer


def _on_paper(request: HttpRequest, huddle: Huddle) -> dict[str, Any]:
    return {**_shown(request, huddle, agenda_of(huddle, timezone.now())), "lines": range(3)}


def _shown(request: HttpRequest, huddle: Huddle, agenda: Agenda) -> dict[str, Any]:
    at = timezone.now()
    question = Question(timezone.localdate(at), period="90", unit=huddle.unit)
    cases = [line.case.pk for line in agenda.waiting] + [case.pk for day in agenda.days for case in day.cases]
    return {
        "page_section": "act",
        "now": at,
        "huddle": huddle,
        "agenda": agenda,
        "steps": agenda.steps,
        "roll": roll_of(huddle),
        "minutes_gone": minutes_gone(huddle, at),
        "step_words": step_words(huddle, agenda.steps),
        "may_take_part": may_take_part(request.user),
        "voices_url": voices_url(question),
        "my_cases": set(cases_visible_to(request.user).filter(pk__in=cases).values_list("pk", flat=True)),
        "new_promises": huddle.promises.select_related("person", "follows__person"),
        "raised": huddle.elevations.select_related("raised_by"),
    }


def _blank_forms(request: HttpRequest, huddle: Huddle, agenda: Agenda) -> dict[str, Form]:
    voices, people = signals_visible_to(request.user), members_of(huddle.unit)
    in_a_week = {"due_on": timezone.localdate() + timedelta(days=7), "person": request.user.person}
    pain = agenda.pain and voices.filter(pk=agenda.pain.signal.pk).first()
    carried = {"signals": [pain.pk] if pain else []}
    return {
        "promise_form": forms.PromiseForm(people=people, initial=in_a_week, auto_id="promise_%s"),
        "elevation_form": forms.ElevationForm(voices=voices, initial=carried, auto_id="raise_%s"),
        "pulse_form": forms.PulseForm(),
        "members": people,
        "is_member": people.filter(pk=request.user.person_id).exists(),
    }


@require_POST
@for_roles()
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin."""
    huddle = taking_part(request, pk)
    return do(request, huddle, "", lambda at: actions.start_huddle(huddle, by=request.user.person, at=at))


@require_POST
@for_roles()
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not take place."""
    huddle = taking_part(request, pk)
    because, by = request.POST.get("because", "")[:300], request.user.person
    return do(
        request, huddle, "Called off. The team is told, and the rhythm goes on.",
        lambda at: calling_off.call_off(huddle, because=because, by=by, at=at),
    )  # fmt: skip


@require_POST
@for_roles()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End with the pulse."""
    huddle = taking_part(request, pk)
    form = forms.PulseForm(request.POST)
    if not form.is_valid():
        return sheet(request, huddle, pulse_form=form)
    pulse, by = form.cleaned_data["pulse"], request.user.person
    return do(request, huddle, "Well done.", lambda at: actions.end_huddle(huddle, pulse=pulse, by=by, at=at))


@require_POST
@for_roles()
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """The team goes on, or back."""
    huddle = taking_part(request, pk)
    last = len(agenda_steps(huddle))
    leaving, to = (number(request, name) for name in ("leaving", "to"))
    return do(
        request, huddle, "",
        lambda at: actions.go_to_step(
            huddle, step=min(to, last), leaving=leaving, by=request.user.person, at=at
        ),
    )  # fmt: skip


@require_POST
@for_roles()
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is here, or away."""
    huddle = taking_part(request, pk)
    others = Q(pk=request.user.person.pk) | Q(pk__in=huddle.attendances.order_by().values("person"))
    people = members_of(huddle.unit) | Person.objects.filter(others)
    is_here = request.POST.get("is") == "here"
    return do(
        request, huddle, "",
        lambda at: actions.note_attendance(
            huddle, person=one_of(people.distinct(), request, "person"), is_here=is_here, by=request.user.person, at=at
        ), part="who",
    )  # fmt: skip


@require_POST
@for_roles()
def guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of another team is here."""
    huddle, by = taking_part(request, pk), request.user.person
    return do(
        request, huddle, "",
        lambda at: actions.note_attendance(
            huddle, person=guest_called(request.POST.get("who", "")), is_here=True, by=by, at=at
        ), part="who",
    )  # fmt: skip


@require_POST
@for_roles()
def take_the_turn(request: HttpRequest, pk: int) -> HttpResponse:
    """I facilitate this one; who would have, takes my next turn."""
    huddle = taking_part(request, pk)
    mine = members_of(huddle.unit).filter(pk=request.user.person.pk)
    words = f"You facilitate on {timezone.localtime(huddle.planned_at):%A}."
    return do(
        request, huddle, words,
        lambda at: facilitate(
            huddle, person=_member(mine), instead_of=one_of(Person.objects.all(), request, "instead_of"),
            by=request.user.person, at=at,
        ),
    )  # fmt: skip


def _member(found: QuerySet[Person]) -> Person:
    member = found.first()
    if member is None:
        raise NobodyChosen
    return member


@require_POST
@for_roles()
def raise_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Raise what the team cannot settle alone."""
    huddle = taking_part(request, pk)
    form = forms.ElevationForm(request.POST, voices=signals_visible_to(request.user), auto_id="raise_%s")
    if not form.is_valid():
        return sheet(request, huddle, elevation_form=form)
    by = request.user.person
    return do(
        request, huddle, "Raised. You hear what becomes of it.",
        lambda at: actions.elevate(**form.cleaned_data, unit=huddle.unit, huddle=huddle, by=by, at=at),
    )  # fmt: skip
