"""Looking for the root cause: the tree of whys, and what could be done, with what could be removed first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address

from ..cards import telling_voices
from ..doing import where_it_went
from ..errors import OpportunityRefused
from ..models import Opportunity
from ..queries import opportunities_visible_to, standing_of
from ..rules import may_work_on
from .actions import ask_why, bring_evidence, choose, judge_cause, propose_countermeasure, propose_removal
from .forms import ChoiceForm, CountermeasureForm, EvidenceForm, RemovalForm, VerdictForm, WhyForm
from .queries import counted_tree_of, options_of, root_causes_found


@for_roles()
def roots(request: HttpRequest, pk: int) -> HttpResponse:
    """Five whys as a tree, and countermeasures in the order of what they win per day of work."""
    read_address(request)
    found = get_object_or_404(
        opportunities_visible_to(request.user).select_related("theme", "touchpoint", "owner"), pk=pk
    )
    if gone := where_it_went(request, found):
        return gone
    return _page(request, found)


@require_POST
@for_roles()
def do_root(request: HttpRequest, pk: int, ask: str) -> HttpResponse:
    """One deed of its owner: ask why, bring evidence, judge, propose, choose."""
    found = get_object_or_404(opportunities_visible_to(request.user), pk=pk)
    if not may_work_on(request.user, found):
        raise PermissionDenied(
            "Its owner and the customer advocacy office look for the root cause. Ask them."
        )
    if ask not in DEEDS:
        raise Http404("There is no such deed.")
    kind, act, words = DEEDS[ask]
    form = kind(found, request.POST, auto_id=f"{ask}_%s")
    if form.is_valid():
        try:
            act(found, form, by=request.user, at=timezone.now())
        except OpportunityRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words)
            return redirect("opportunities:roots", pk)
    return _page(request, found, refused={ask: form})


def _page(
    request: HttpRequest, found: Opportunity, refused: dict[str, forms.Form] | None = None
) -> HttpResponse:
    standing = standing_of(found, timezone.now())
    since, until = standing.evidence.since, standing.evidence.until
    branches = counted_tree_of(found, request.user, since, until)
    given = {deed: kind(found, auto_id=f"{deed}_%s") for deed, (kind, _, _) in DEEDS.items()}
    context = {
        "page_section": "act",
        "opportunity": found,
        "standing": standing,
        "behind": reverse("opportunities:voices", args=[found.pk]),
        "branches": branches,
        "roots": root_causes_found(branches),
        "options": options_of(found, standing.evidence),
        "voices": telling_voices(found, request.user, 2),
        "may_work": may_work_on(request.user, found),
        "forms": given | (refused or {}),
        "refused": list(refused or ()),
    }
    return render(request, "opportunities/roots.html", context, status=422 if refused else 200)


def _why(found: Opportunity, form: forms.Form, *, by: object, at: datetime) -> object:
    return ask_why(found, form.cleaned_data["words"], parent=form.cleaned_data["parent"], by=by, at=at)


def _about_a_cause(action: Callable[..., object]) -> Callable[..., object]:
    def act(found: Opportunity, form: forms.Form, *, by: object, at: datetime) -> object:
        given = dict(form.cleaned_data)
        return action(given.pop("cause"), **given, by=by, at=at)

    return act


def _proposal(action: Callable[..., object]) -> Callable[..., object]:
    def act(found: Opportunity, form: Any, *, by: object, at: datetime) -> object:
        return action(found, **form.words(), by=by, at=at)

    return act


def _choice(found: Opportunity, form: forms.Form, *, by: object, at: datetime) -> object:
    given = dict(form.cleaned_data)
    return choose(given.pop("countermeasure"), **given, by=by, at=at)


DEEDS: dict[str, tuple[type[forms.Form], Callable[..., object], str]] = {
    "why": (WhyForm, _why, "It stands in the tree. Ask why again, or bring what speaks for it."),
    "evidence": (EvidenceForm, _about_a_cause(bring_evidence), "It stands beside its cause."),
    "verdict": (VerdictForm, _about_a_cause(judge_cause), "The cause is judged. Those who raised it are told of a root cause."),
    "removal": (RemovalForm, _proposal(propose_removal), "It stands among what could be done."),
    "countermeasure": (CountermeasureForm, _proposal(propose_countermeasure), "It stands among what could be done."),
    "choice": (ChoiceForm, _choice, "Your choice is kept with its reason."),
}  # fmt: skip
