"""One case on its page: whom it may be shown to, who may act, and the card again with what was filled in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.listen.complaints.forms import AnswerForm

from .call_card import card_of
from .changes import newest_change
from .errors import CaseRefusal
from .follow_ups.forms import FollowUpForm
from .forms import CloseForm, ContactForm, HandoverForm, WaitForm
from .letters.forms import LetterForm
from .merging.forms import MergeForm
from .models import Case
from .offers.forms import OfferForm
from .queries import cases_to_open, cases_visible_to, people_to_hand_to, with_places, with_state
from .rules import may_act_on, may_take


def visible_case(request: HttpRequest, pk: int) -> Case:
    """The case with its state, where this person sees it."""
    seen = with_places(with_state(cases_to_open(request.user), timezone.now()))
    return get_object_or_404(seen, pk=pk)


def case_to_act_on(request: HttpRequest, pk: int) -> Case:
    """The same where this person may act on it."""
    case = visible_case(request, pk)
    if not may_act_on(request.user, case):
        raise PermissionDenied("You may read this case. Its owner, the team's lead or the office act on it.")
    return case


def do(
    request: HttpRequest, case: Case, words: str, act: Callable[[datetime], Any], *, away: bool = False
) -> HttpResponse:
    """Act, say how it went, and show the card; the list where the case is out of sight now."""
    at: datetime = timezone.now()
    try:
        done = act(at)
    except CaseRefusal as refusal:
        messages.error(request, f"{refusal} {_written(request)}".strip())
    else:
        messages.success(request, words.format(done))
    may_still_see = not away or cases_visible_to(request.user).filter(pk=case.pk).exists()
    return redirect("cases:card", case.pk) if may_still_see else redirect("cases:list")


def _written(request: HttpRequest) -> str:
    """What was typed for a deed that could not be done is not lost."""
    typed = [request.POST.get(name, "").strip() for name in ("note", "words", "why", "what")]
    return " ".join(f"You wrote: “{one}”" for one in typed if one)


def show_card(request: HttpRequest, case: Case, newest: int | None = None, **bound: Form) -> HttpResponse:
    """The card; a form that could not be used stands in it as it was filled in. ``newest`` is the last change that the
    card may already show."""
    at, user = timezone.now(), request.user
    people = people_to_hand_to(user, case)
    context = {
        "page_section": "act",
        "now": at,
        "card": card_of(case, user, at=at),
        "contact_form": ContactForm(auto_id="contact_%s"),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "close_form": CloseForm(case=case, auto_id="close_%s"),
        "handover_form": HandoverForm(people=people, auto_id="hand_over_%s"),
        "wait_form": WaitForm(auto_id="wait_%s"),
        "letter_form": LetterForm(case=case, auto_id="letter_%s"),
        "offer_form": OfferForm(auto_id="offer_%s"),
        "follow_up_form": FollowUpForm(case=case, user=user, auto_id="promise_%s"),
        "merge_form": MergeForm(case=case, user=user, auto_id="merge_%s"),
        "list_url": reverse("cases:list"),
        "newest": newest_change() if newest is None else newest,
        "may_take": not case.closed_at and may_take(user, case),
        **bound,
    }
    return render(request, "cases/card.html", context, status=422 if bound else 200)
