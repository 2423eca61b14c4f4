"""The page of the roll-out: what to do next, the stages, the momentum and the two traps."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles

from .actions import begin_stage, end_stage, plan_stage
from .errors import ProgrammeRefused
from .forms import EndForm, StageForm
from .models import Stage
from .queries import facts_of, stages, was_tried, weekly
from .rules import against_ending, next_step, traps


@for_roles(*STEERS)
def programme(request: HttpRequest) -> HttpResponse:
    """What to do next, and what that rests on. Planning posts here."""
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = plan_stage(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"“{made}” is planned.")
        return redirect("programme:programme")
    return _page(request, form)


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
    deeds = weekly(at)
    facts = facts_of(at, deeds)
    found = traps(facts)
    by_number = {one.number: one for one in facts.stages}
    context = {
        "page_section": "act",
        "next_step": next_step(facts, found),
        "traps": found,
        "lines": [(stage, by_number[stage.number]) for stage in stages() if was_tried(stage)],
        "dropped": [stage for stage in stages() if not was_tried(stage)],
        "current": facts.current,
        "against": against_ending(facts.current) if facts.current else (),
        "deeds": deeds,
        "form": form,
        "end_form": end_form or EndForm(auto_id="end_%s"),
    }
    wrong = form.errors or (end_form is not None and end_form.errors)
    return render(request, "programme/programme.html", context, status=422 if wrong else 200)
