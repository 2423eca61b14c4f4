"""Appeals: said by the person, decided by a lead or the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Person
from groundswell.foundation.organisation.queries import people_in
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals

from . import appealing, forms, own, queries
from .errors import CoachingRefusal
from .models import Appeal
from .rules import WORKS_HERE, may_decide


@for_roles(*WORKS_HERE)
def make_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """“This voice is not mine.”"""
    signal = get_object_or_404(own.own_voices(request.user), pk=pk)
    form = forms.AppealForm(request.POST or None, people=_colleagues(signal, request.user.person))
    if request.method == "POST" and form.is_valid():
        try:
            made = appealing.appeal(signal, **form.cleaned_data, by=request.user, at=timezone.now())
        except CoachingRefusal as refusal:
            messages.error(request, str(refusal))
            return redirect("coaching:voices")
        messages.success(request, "Said. You see here what is decided, and why.")
        return redirect("coaching:appeal", made.pk)
    context = {"page_section": "act", "signal": signal, "form": form}
    return render(request, "coaching/appeal_form.html", context, status=422 if form.errors else 200)


def _colleagues(signal: Signal, but: Person | None) -> object:
    people = people_in(signal.unit) if signal.unit else Person.objects.filter(left_on=None)
    return people.exclude(pk=but and but.pk).order_by("name")


@for_roles(*WORKS_HERE)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appeal: what was said, what was decided; the form where this reader decides."""
    return _page(request, _appeal(request, pk))


def _appeal(request: HttpRequest, pk: int) -> Appeal:
    return get_object_or_404(queries.appeals_visible_to(request.user), pk=pk)


def _page(request: HttpRequest, one: Appeal, form: forms.DecisionForm | None = None) -> HttpResponse:
    decision = getattr(one, "decision", None)
    is_open = decision is None and one.withdrawn_at is None
    waits = is_open and may_decide(request.user, one)
    is_own = one.person_id == request.user.person_id
    seen = living_signals().filter(pk=one.signal_id).exists()
    context = {
        "page_section": "act",
        "one": one,
        "decision": decision,
        "is_own": is_own,
        "may_withdraw": is_open and is_own,
        "form": (form or _decision_form(one)) if waits else None,
        "signal": one.signal if seen else None,
    }
    return render(request, "coaching/appeal.html", context, status=422 if form else 200)


def _decision_form(one: Appeal, given: object = None) -> forms.DecisionForm:
    people = Person.objects.filter(left_on=None).exclude(pk=one.person_id).order_by("name")
    if one.unit and not one.right_unit:
        people = people_in(one.unit).exclude(pk=one.person_id).order_by("name") | people.filter(
            pk=one.right_person_id
        )
    first = {"right_person": one.right_person_id, "right_unit": one.right_unit_id}
    return forms.DecisionForm(given, people=people, initial=first)


@require_POST
@for_roles(*WORKS_HERE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse it. The first decision stands."""
    one = _appeal(request, pk)
    form = _decision_form(one, request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        made = appealing.decide(one, **form.decided, by=request.user, at=timezone.now())
    except CoachingRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = (
            "Granted. Every figure follows within seconds."
            if made.is_granted
            else "Refused, with your reason."
        )
        messages.success(request, said)
    return redirect("coaching:appeal", pk)


@require_POST
@for_roles(*WORKS_HERE)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author thinks otherwise."""
    one = _appeal(request, pk)
    try:
        appealing.withdraw(one, by=request.user, at=timezone.now())
    except CoachingRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. The voice stays with you.")
    return redirect("coaching:appeal", pk)
