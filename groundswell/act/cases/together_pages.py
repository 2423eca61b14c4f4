"""Several cases at once: choose them in a list, say what to do with them, read what became of each."""

from types import EllipsisType
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Person

from .errors import CaseRefusal
from .forms import HandoverForm, WaitForm
from .models import Closure, RootCause
from .queries import cases_visible_to, with_places, with_state
from .rules import MAY_CLOSE_TOGETHER
from .together import (
    MOST,
    Chosen,
    Told,
    cases_chosen,
    close_together,
    hand_over_together,
    take,
    take_together,
    wait_together,
)

RESULT = "cases_together"


class CloseTogetherForm(forms.Form):
    """One cause and one outcome for several cases; each keeps a closure of its own."""

    outcome = forms.ChoiceField(label="What came out of all of them", choices=Closure.Outcome)
    root_cause = forms.ModelChoiceField(
        label="Why all of them had happened",
        queryset=RootCause.objects.all(),
        empty_label="Choose a root cause",
    )
    note = forms.CharField(label="What the next reader must know", required=False, max_length=4000)


class NothingToSay(forms.Form):
    """Taking needs no words."""


DEEDS: dict[str, tuple[str, Any]] = {
    "take": ("is,are yours now", take_together),
    "hand_over": ("is,are handed over", hand_over_together),
    "wait": ("waits,wait for the customer", wait_together),
    "close": ("is,are closed", close_together),
}


@for_roles()
def together(request: HttpRequest) -> HttpResponse:
    """What to do with the chosen cases; afterwards, what became of each."""
    if request.method != "POST":
        return _told(request)
    chosen = _chosen(request)
    if not chosen:
        messages.error(request, f"Choose at least one case and at most {MOST}.")
        return redirect("cases:list")
    deed = request.POST.get("deed", "")
    forms_of = _forms(request.user, request.POST if deed else None, deed)
    if deed in forms_of and forms_of[deed].is_valid():
        words, do = DEEDS[deed]
        told = do(chosen, user=request.user, at=timezone.now(), **forms_of[deed].cleaned_data)
        request.session[RESULT] = {"words": words, "told": [[one.case, one.reason] for one in told]}
        return redirect("cases:together")
    at, seen = timezone.now(), {one.case: one.owner for one in chosen}
    cases = list(with_places(with_state(cases_chosen(chosen, request.user), at)))
    context = {
        "page_section": "act",
        "now": at,
        "chosen": [Chosen(case.pk, case.owner_id) for case in cases],
        "cases": cases,
        "changed": {case.pk for case in cases if case.owner_id != seen[case.pk]},
        "forms": forms_of,
        "deed": deed,
    }
    return render(request, "cases/together.html", context, status=422 if deed else 200)


def _told(request: HttpRequest) -> HttpResponse:
    """Exactly what was done, and which could not be, with the reason."""
    result = request.session.get(RESULT, {"words": "", "told": []})
    told = [Told(*one) for one in result["told"]]
    context = {
        "page_section": "act",
        "done": [one for one in told if not one.reason],
        "not_done": [one for one in told if one.reason],
    }
    verb, _, rest = result["words"].partition(" ")
    context["words"] = f"{verb.split(',')[len(context['done']) != 1]} {rest}" if rest else ""
    return render(request, "cases/together_told.html", context)


def _chosen(request: HttpRequest) -> list[Chosen]:
    try:
        return list(dict.fromkeys(Chosen.read(text) for text in request.POST.getlist("case")[:MOST]))
    except ValueError:
        return []


def _forms(user: User, given: Any, deed: str) -> dict[str, forms.Form]:
    """The forms that this person may fill in; what was sent is bound to the one it was sent with."""
    people = Person.objects.filter(unit__in=units_visible_to(user), left_on=None).order_by("name")
    made: dict[str, forms.Form] = {
        "take": NothingToSay(given if deed == "take" else None),
        "hand_over": HandoverForm(
            given if deed == "hand_over" else None, people=people, auto_id="hand_over_%s"
        ),
        "wait": WaitForm(given if deed == "wait" else None, auto_id="wait_%s"),
    }
    if user.role in MAY_CLOSE_TOGETHER:
        made["close"] = CloseTogetherForm(given if deed == "close" else None, auto_id="close_%s")
    return made


def seen_owner(request: HttpRequest) -> int | EllipsisType | None:
    """Who had the case when its page was loaded; an ellipsis where the page does not say."""
    seen = request.POST.get("seen_owner")
    if seen is None:
        return ...
    return int(seen) if seen.isascii() and seen.isdigit() else None


@require_POST
@for_roles()
def take_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case; whoever is second is told who was first."""
    case = get_object_or_404(cases_visible_to(request.user).select_related("owner", "unit"), pk=pk)
    try:
        take(case, seen_owner=seen_owner(request), user=request.user, at=timezone.now())
        messages.success(request, "You have this case now. Get back to the customer.")
    except CaseRefusal as refusal:
        messages.error(request, str(refusal))
    return redirect("cases:card", pk)
