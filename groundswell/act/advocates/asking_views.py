"""Ask an advocate, note an answer, keep what was given; and how often anybody is asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import LEADS, STEERS, for_roles
from groundswell.look.addresses import read_address

from .asking import answer_ask, ask, mark_done, take_back
from .errors import AdvocateRefusal
from .forms import AskForm, IncentiveForm, RuleForm
from .giving import give_incentive
from .judging import USUAL
from .knowing import rules_in_force, set_rule
from .models import Ask, AskRule
from .queries import advocates_visible_to, asks_visible_to
from .rooms import tabs_of
from .rules import may_ask
from .views import render_advocate

Deed = Callable[..., Ask]


def _answering(answer: str) -> Deed:
    return lambda made, *, by, at: answer_ask(made, answer, by=by, at=at)


SETTLEMENTS: dict[str, Deed] = {
    "yes": _answering(Ask.Answer.YES),
    "not-now": _answering(Ask.Answer.NOT_NOW),
    "never": _answering(Ask.Answer.NEVER),
    "taken-back": take_back,
    "done": mark_done,
}


@require_POST
@for_roles()
def ask_advocate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one thing."""
    advocate = get_object_or_404(advocates_visible_to(request.user), pk=pk)
    check_may_ask(request)
    at = timezone.now()
    form = AskForm(request.POST, at=at)
    if not form.is_valid():
        messages.error(request, "Choose what you ask for, then ask.")
        return redirect("advocates:advocate", pk)
    _do(
        request,
        f"{advocate} is asked by e-mail, and answers on a page of their own.",
        lambda moment: ask(advocate, **form.asked, by=request.user.person, at=moment),
    )
    return redirect("advocates:advocate", pk)


@require_POST
@for_roles()
def settle(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Note what an advocate said or did, or take an ask back."""
    if how not in SETTLEMENTS:
        raise Http404("An ask is answered, done or taken back.")
    made = get_object_or_404(asks_visible_to(request.user), pk=pk)
    check_may_ask(request)
    _do(request, "Noted.", lambda at: SETTLEMENTS[how](made, by=request.user.person, at=at))
    return redirect("advocates:advocate", made.advocate_id)


@require_POST
@for_roles()
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what an advocate was given."""
    advocate = get_object_or_404(advocates_visible_to(request.user), pk=pk)
    check_may_ask(request)
    form = IncentiveForm(request.POST, asks=advocate.asks.all(), auto_id="gift_%s")
    if form.is_valid():
        try:
            give_incentive(advocate, **form.cleaned_data, by=request.user.person, at=timezone.now())
        except AdvocateRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept. It is shown beside what it followed.")
            return redirect("advocates:advocate", pk)
    return render_advocate(request, advocate, incentive_form=form)


@for_roles(*LEADS)
def how_often(request: HttpRequest) -> HttpResponse:
    """Every rule of asking with its amount, who set it, and what is usual."""
    read_address(request)
    living = {row.kind: row for row in AskRule.objects.filter(ended_at=None)}
    rules = rules_in_force()
    rows = [(kind, living.get(kind), getattr(rules, kind.value), USUAL[kind]) for kind in AskRule.Kind]
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "how_often"),
        "rows": rows,
        "rules": rules,
        "past": AskRule.objects.exclude(ended_at=None)[:20],
        "may_set": request.user.role in STEERS,
    }
    return render(request, "advocates/how_often.html", context)


@require_POST
@for_roles(*STEERS)
def set_how_often(request: HttpRequest, kind: str) -> HttpResponse:
    """Another amount for one rule."""
    form = RuleForm(request.POST)
    if kind not in AskRule.Kind.values:
        raise Http404("There is no such rule.")
    if form.is_valid():
        amount = form.cleaned_data["amount"]
        _do(request, "It holds from now on.", lambda at: set_rule(kind, amount, by=request.user, at=at))
    else:
        messages.error(request, "Write a whole number from 0 to 9999; 0 switches the rule off.")
    return redirect("advocates:how_often")


def check_may_ask(request: HttpRequest) -> None:
    """Leads and those who steer only."""
    if not may_ask(request.user):
        raise PermissionDenied(
            "Leads and the advocacy office ask advocates. Tell them what you would like to ask."
        )


def _do(request: HttpRequest, words: str, deed: Callable[[datetime], Any]) -> None:
    """One deed, and what became of it in words."""
    try:
        deed(timezone.now())
    except AdvocateRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
