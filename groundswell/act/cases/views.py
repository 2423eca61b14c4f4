"""The pages of the inner loop: the list, and one call card per case."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.complaints.forms import AnswerForm
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number
from groundswell.look.components import Tab

from .actions import answer_case, ask_again, close_case, hand_over, note_attempt
from .call_card import card_of
from .errors import CaseRefusal
from .figures import loop_figures
from .forms import CloseForm, ContactForm, HandoverForm, WaitForm
from .lists import LISTS, cases_in, counts_of_tabs
from .models import Case
from .pausing import go_on, wait_for_customer
from .queries import cases_visible_to, people_to_hand_to, with_places, with_state
from .rules import may_act_on

ROWS_PER_PAGE = 25
PERIOD = timedelta(days=90)
PERIODS = {"90": PERIOD, "30": timedelta(days=30)}


@for_roles()
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases as one of the named lists, the most urgent first."""
    at, first = timezone.now(), "team" if request.user.sees_everything else "mine"
    asked = read_address(
        request,
        show=one_of(LISTS, first),
        days=one_of(PERIODS),
        rule=whole_number(1, 2**62),
        page=number_of_page,
    )
    show, days, rule = asked["show"], asked["days"], asked["rule"]
    seen = cases_visible_to(request.user)
    cases = cases_in(show, request.user, seen, at=at)
    if days:
        cases = cases.filter(opened_at__gte=at - PERIODS[days])
    if rule:
        cases = cases.filter(rule=rule)
    recent = seen.filter(opened_at__gte=at - PERIOD)
    context = {
        "page_section": "act",
        "now": at,
        "show": show,
        "chosen": LISTS[show],
        "tabs": _tabs(show, counts_of_tabs(request.user, seen, at=at)),
        "page": page_of(cases, asked["page"], ROWS_PER_PAGE),
        "figures": [
            (figure.label, figure.words, f"?show={figure.show}&days=90")
            for figure in loop_figures(recent, at)
        ],
    }
    return render(request, "cases/list.html", context)


def _tabs(show: str, counts: dict[str, int]) -> list[Tab]:
    names = [name for name, chosen in LISTS.items() if chosen.is_tab or name == show]
    return [Tab(LISTS[name].label, f"?show={name}", name == show, counts.get(name)) for name in names]


@for_roles()
def call_card(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: the customer's words, what to know before calling, and what can be done."""
    return _card(request, _visible(request, pk))


@require_POST
@for_roles()
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Note an attempt to get back to the customer."""
    case = _mine_to_act_on(request, pk)
    form = ContactForm(request.POST, auto_id="contact_%s")
    if not form.is_valid():
        return _card(request, case, contact_form=form)
    words = "The contact is noted." if form.cleaned_data["reached"] else "Noted. The clock keeps running."
    return _do(
        request,
        case,
        words,
        lambda at: note_attempt(case, **form.cleaned_data, by=request.user.person, at=at),
    )


@require_POST
@for_roles()
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the final answer to a complaint."""
    case = _mine_to_act_on(request, pk)
    form = AnswerForm(request.POST, auto_id="answer_%s")
    if not form.is_valid():
        return _card(request, case, answer_form=form)
    words = "The complaint is answered. Close the case when it is settled."
    return _do(
        request, case, words, lambda at: answer_case(case, form.answer(), by=request.user.person, at=at)
    )


@require_POST
@for_roles()
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case with outcome and root cause."""
    case = _mine_to_act_on(request, pk)
    form = CloseForm(request.POST, case=case, auto_id="close_%s")
    if not form.is_valid():
        return _card(request, case, close_form=form)
    words = "The case is closed."
    return _do(
        request, case, words, lambda at: close_case(case, **form.cleaned_data, by=request.user.person, at=at)
    )


@require_POST
@for_roles()
def hand_over_case(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the case to somebody else."""
    case = _mine_to_act_on(request, pk)
    form = HandoverForm(request.POST, people=people_to_hand_to(request.user, case), auto_id="hand_over_%s")
    if not form.is_valid():
        return _card(request, case, handover_form=form)
    words = f"{form.cleaned_data['to']} has the case now."
    by = request.user.person
    return _do(request, case, words, lambda at: hand_over(case, **form.cleaned_data, by=by, at=at), away=True)


@require_POST
@for_roles()
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the clock while we wait for the customer."""
    case = _mine_to_act_on(request, pk)
    form = WaitForm(request.POST, auto_id="wait_%s")
    if not form.is_valid():
        return _card(request, case, wait_form=form)
    words = "The clock stands still until the customer speaks, or the time is over."
    by = request.user.person
    return _do(request, case, words, lambda at: wait_for_customer(case, **form.cleaned_data, by=by, at=at))


@require_POST
@for_roles()
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the clock run again."""
    case = _mine_to_act_on(request, pk)
    by = request.user.person
    because = f"{by} said so"
    return _do(request, case, "The clock runs again.", lambda at: go_on(case, because=because, by=by, at=at))


@require_POST
@for_roles()
def ask_customer_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the customer again now instead of waiting for the job."""
    case = _mine_to_act_on(request, pk)
    words = "The customer is asked again. The answer appears here."
    return _do(request, case, words, lambda at: ask_again(case, by=request.user.person, at=at))


def _visible(request: HttpRequest, pk: int) -> Case:
    seen = with_places(with_state(cases_visible_to(request.user), timezone.now()))
    return get_object_or_404(seen, pk=pk)


def _mine_to_act_on(request: HttpRequest, pk: int) -> Case:
    case = _visible(request, pk)
    if not may_act_on(request.user, case):
        raise PermissionDenied("You may read this case. Its owner, the team's lead or the office act on it.")
    return case


def _do(request: HttpRequest, case: Case, words: str, act: Any, *, away: bool = False) -> HttpResponse:
    at: datetime = timezone.now()
    try:
        act(at)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    may_still_see = not away or cases_visible_to(request.user).filter(pk=case.pk).exists()
    return redirect("cases:card", case.pk) if may_still_see else redirect("cases:list")


def _card(request: HttpRequest, case: Case, **bound: Form) -> HttpResponse:
    at = timezone.now()
    people = people_to_hand_to(request.user, case)
    context = {
        "page_section": "act",
        "now": at,
        "card": card_of(case, request.user, at=at),
        "contact_form": ContactForm(auto_id="contact_%s"),
        "answer_form": AnswerForm(auto_id="answer_%s"),
        "close_form": CloseForm(case=case, auto_id="close_%s"),
        "handover_form": HandoverForm(people=people, auto_id="hand_over_%s"),
        "wait_form": WaitForm(auto_id="wait_%s"),
        "list_url": reverse("cases:list"),
        **bound,
    }
    return render(request, "cases/card.html", context, status=422 if bound else 200)
