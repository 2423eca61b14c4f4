"""The page of the roll-out: what to do next, the stages, the momentum and the two traps; the list behind each number."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number

from .actions import begin_stage, change_stage, end_stage, plan_stage
from .deeds import NAMES, deeds_behind, four_weeks, silent_rooms, weekly
from .errors import ProgrammeRefused
from .forms import EndForm, StageForm
from .models import Stage
from .queries import facts_of, scope_of, stages, under_way, was_tried
from .rules import against_ending, next_step, traps, watched

_stage_number = whole_number(1, 1_000_000)


@for_roles(*STEERS)
def programme(request: HttpRequest) -> HttpResponse:
    """What to do next, and what that rests on. Planning posts here."""
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = plan_stage(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"“{made}” is planned.")
        return redirect("programme:programme")
    return _page(request, form)


@for_roles(*STEERS)
def deeds(request: HttpRequest) -> HttpResponse:
    """What was counted in the last four weeks or in the four before."""
    asked = read_address(
        request,
        of=one_of(tuple(NAMES), "rooms"),
        weeks=one_of(("now", "before"), "now"),
        stage=_stage_number,
        page=number_of_page,
    )
    stage = get_object_or_404(stages(), pk=asked["stage"]) if asked["stage"] else None
    at, is_now = timezone.now(), asked["weeks"] == "now"
    first, last = four_weeks(at, is_now=is_now)
    found = deeds_behind(asked["of"], first, last, scope_of(stage) if stage else None)
    context = {
        "page_section": "act",
        "name": NAMES[asked["of"]],
        "count": sum(one.count for one in found),
        "first": first,
        "last": last,
        "page": page_of(found, asked["page"], 50),
        "kind": asked["of"],
        "stage": stage,
        "silent": silent_rooms(at) if asked["of"] == "rooms" and is_now else [],
    }
    return render(request, "programme/deeds.html", context)


@for_roles(*STEERS)
def change(request: HttpRequest, stage_pk: int) -> HttpResponse:
    """Plan a stage anew that has not begun."""
    stage = get_object_or_404(stages(), pk=stage_pk)
    if hasattr(stage, "start") or hasattr(stage, "end"):
        messages.error(request, f"“{stage}” began or was given up. Only what is planned can be changed.")
        return redirect("programme:programme")
    first = {name: getattr(stage, name) for name in ("name", "goal", "weeks")}
    held = {"parts": stage.parts.all(), "touchpoints": stage.touchpoints.all(), "units": stage.units.all()}
    form = StageForm(request.POST or None, initial=first | held)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _try(
            request,
            lambda: change_stage(stage, **given, by=request.user, at=timezone.now()),
            "It is planned so.",
        )
    context = {"page_section": "act", "stage": stage, "form": form}
    return render(request, "programme/change.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*STEERS)
def begin(request: HttpRequest, stage_pk: int) -> HttpResponse:
    """The stage begins today."""
    stage = get_object_or_404(Stage, pk=stage_pk)
    return _try(request, lambda: begin_stage(stage, by=request.user, at=timezone.now()), "It has begun.")


@require_POST
@for_roles(*STEERS)
def end(request: HttpRequest, stage_pk: int) -> HttpResponse:
    """The stage ends; what speaks against it is kept beside."""
    stage, form = get_object_or_404(Stage, pk=stage_pk), EndForm(request.POST)
    if not form.is_valid():
        return _page(request, StageForm(), form)
    return _try(
        request,
        lambda: end_stage(stage, **form.cleaned_data, by=request.user, at=timezone.now()),
        "It has ended.",
    )


def _try(request: HttpRequest, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except ProgrammeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("programme:programme")


def _page(request: HttpRequest, form: StageForm, end_form: EndForm | None = None) -> HttpResponse:
    at = timezone.now()
    running, done = under_way(), weekly(at)
    there = weekly(at, scope_of(running)) if running else []
    facts = facts_of(at, done, there)
    found = traps(facts)
    by_number = {one.number: one for one in facts.stages}
    context = {
        "page_section": "act",
        "next_step": next_step(facts, found),
        "traps": found,
        "watched": watched(facts),
        "lines": [(stage, by_number[stage.number]) for stage in stages() if was_tried(stage)],
        "dropped": [stage for stage in stages() if not was_tried(stage)],
        "current": facts.current,
        "against": against_ending(facts.current) if facts.current else (),
        "momentum": [(None, done), *([(running, there)] if running else [])],
        "weeks": [("before", *four_weeks(at, is_now=False)), ("now", *four_weeks(at))],
        "form": form,
        "end_form": end_form or EndForm(auto_id="end_%s"),
    }
    wrong = form.errors or (end_form is not None and end_form.errors)
    return render(request, "programme/programme.html", context, status=422 if wrong else 200)
