"""The pages of registered decisions: the register, one decision with what it does to customers, the limits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, words

from .actions import Impact, assess, learn, name_owner, name_the_day, register, set_limits
from .by_letter import letters_to_take, with_titles
from .errors import DecisionRefused
from .forms import AssessForm, DayForm, LessonForm, LimitsForm, OwnerForm, RegisterForm
from .letters import TEMPLATE
from .models import RegisteredDecision
from .queries import (
    NO_CAUSE,
    before_and_after,
    decisions_visible_to,
    look_back_on,
    overdue,
    owed,
    owed_first,
    rule_of,
    to_look_at,
    unowned,
    who_answers_for,
    with_assessments,
)
from .rules import limits, limits_through_time, may_set_limits, obliged_because

SHOWN = {
    "": "Everything",
    "owed": "To be assessed",
    "look": "To be looked at",
    "late": "Overdue",
    "nobody": "Nobody answers for it",
}


@for_roles()
def register_page(request: HttpRequest) -> HttpResponse:
    """Every decision that a person may see: what is owed first, then the latest."""
    asked = read_address(request, page=number_of_page, words=words, show=one_of(tuple(SHOWN)))
    seen, today = decisions_visible_to(request.user), localdate()
    is_owed, is_due, is_late = owed(seen), to_look_at(seen, today), overdue(seen, today)
    lists = {"owed": is_owed, "look": is_due, "late": is_late, "nobody": unowned(seen)}
    chosen = lists.get(asked["show"], seen)
    if asked["words"]:
        chosen = chosen.filter(Q(title__icontains=asked["words"]) | Q(what__icontains=asked["words"]))
    page = page_of(owed_first(with_assessments(chosen)), asked["page"], 25)
    rules = limits_through_time()
    context = {
        "page_section": "act",
        "decisions": page,
        "lines": [(one, who_answers_for(one), look_back_on(one, rules)) for one in page.object_list],
        "owed": is_owed.count(),
        "due": is_due.count(),
        "asked": asked,
        "shown": SHOWN.items(),
        "limits": rules.at(None),
        "nobody": lists["nobody"].count(),
        "may_set_limits": may_set_limits(request.user),
        "late": is_late.count(),
        "to_take": with_titles(letters_to_take(request.user)[:20]),
    }
    return render(request, "decisions/list.html", context)


@for_roles()
def new(request: HttpRequest) -> HttpResponse:
    """Register a decision."""
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        door = RegisteredDecision.Door.PAGE
        made, _ = register(**form.cleaned_data, door=door, by=request.user, at=timezone.now())
        messages.success(request, "It is registered. Now say what it does to customers.")
        return redirect("decisions:assess", made.pk)
    context = {"page_section": "act", "form": form, "template": TEMPLATE, "limits": limits()}
    return render(request, "decisions/new.html", context, status=422 if form.errors else 200)


@for_roles()
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: what was expected, what happened."""
    return _page(request, _visible(request, pk))


@for_roles()
def assess_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a decision does to customers."""
    found = _visible(request, pk)
    form = AssessForm(request.POST or None, initial=_said_before(found))
    if request.method == "POST" and form.is_valid():
        assess(found, Impact(**form.cleaned_data), by=request.user, at=timezone.now())
        messages.success(request, "It is kept. What we watch is compared once it has taken effect.")
        return redirect("decisions:decision", found.pk)
    context = {
        "page_section": "act",
        "decision": found,
        "form": form,
        "reasons": obliged_because(found.amount, None, filed_at=found.filed_at),
    }
    return render(request, "decisions/assess.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles()
def day_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say from which day it is in effect."""
    found, form = _visible(request, pk), DayForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Write the day as 2026-03-11.")
        return redirect("decisions:decision", pk)
    return _try(
        request,
        found.pk,
        lambda at: name_the_day(found, **form.cleaned_data, by=request.user, at=at),
        "What is watched is compared around that day.",
    )


@require_POST
@for_roles()
def owner_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers for it."""
    found, form = _visible(request, pk), OwnerForm(request.POST, auto_id="owner_%s")
    if not form.is_valid():
        return _page(request, found, form)
    owner = form.cleaned_data["owner"]
    return _try(
        request,
        found.pk,
        lambda at: name_owner(found, owner=owner, by=request.user, at=at),
        f"What is owed about it stands on the first page of {owner}.",
    )


@require_POST
@for_roles()
def learn_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    found, form = _visible(request, pk), LessonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    return _try(
        request,
        found.pk,
        lambda at: learn(found, **form.cleaned_data, by=request.user, at=at),
        "It is kept for whoever decides something like it.",
    )


@for_roles(*STEERS)
def limits_page(request: HttpRequest) -> HttpResponse:
    """From when on an assessment is obligatory."""
    now = limits()
    given = {"amount": now.amount, "customers": now.customers, "look_after_days": now.look_after_days}
    form = LimitsForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        set_limits(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "The limits hold from now on.")
        return redirect("decisions:list")
    return render(
        request,
        "decisions/limits.html",
        {"page_section": "act", "form": form},
        status=422 if form.errors else 200,
    )


def _visible(request: HttpRequest, pk: int) -> RegisteredDecision:
    """Whoever sees it says what it does to customers, whose it is, from when it holds and what came of it."""
    return get_object_or_404(with_assessments(decisions_visible_to(request.user)), pk=pk)


def _try(request: HttpRequest, pk: int, act: Callable[[datetime], object], said: str) -> HttpResponse:
    try:
        act(timezone.now())
    except DecisionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("decisions:decision", pk)


def _said_before(found: RegisteredDecision) -> dict[str, Any]:
    last = found.assessments.first()
    if last is None:
        return {}
    names = ("who", "segment", "expected_low", "expected_high", "vulnerable", "mitigations")
    said: dict[str, Any] = {name: getattr(last, name) for name in names}
    said |= {"touchpoints": last.touchpoints.all(), "units": last.units.all()}
    said["watch"] = [watch.touchpoint_id for watch in last.watches.all()]
    return said | ({} if last.is_counted else {"customers_touched": last.customers_touched})


def _page(request: HttpRequest, found: RegisteredDecision, form: Form | None = None) -> HttpResponse:
    at = timezone.now()
    assessments = list(
        found.assessments.select_related("by").prefetch_related("touchpoints", "units", "watches")
    )
    newest = assessments[0] if assessments else None
    context = {
        "page_section": "act",
        "decision": found,
        "assessment": newest,
        "earlier": assessments[1:],
        "reasons": obliged_because(
            found.amount, newest.customers_touched if newest else None, filed_at=found.filed_at
        ),
        "looked": before_and_after(found, at),
        "no_cause": NO_CAUSE,
        "lesson": getattr(found, "lesson", None),
        "is_over": found.takes_effect_on is not None and found.takes_effect_on <= localdate(at),
        "form": form if isinstance(form, LessonForm) else LessonForm(),
        "look_back": look_back_on(found),
        "today": localdate(at),
        "dayform": DayForm(),
        "rule": rule_of(found),
        "limits": limits(),
        "who": who_answers_for(found),
        "ownerform": form if isinstance(form, OwnerForm) else OwnerForm(auto_id="owner_%s"),
    }
    return render(request, "decisions/decision.html", context, status=422 if form is not None else 200)
