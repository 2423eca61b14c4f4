"""The pages about promoters and advocates."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address
from groundswell.look.components import Tab

from .actions import ask, mark_declined, mark_done, thank
from .errors import AdvocateRefusal
from .forms import AskForm, ThankForm
from .letters import referral_address, suggested_words
from .queries import (
    advocates_visible_to,
    asks_visible_to,
    living_advocates,
    promoters_to_thank,
    referrals_visible_to,
)
from .rules import may_ask, may_thank

ROWS_PER_PAGE = 20
SETTLEMENTS = {"done": mark_done, "declined": mark_declined}


@for_roles()
def advocate_list(request: HttpRequest) -> HttpResponse:
    """Promoters to thank, advocates, what was asked of them, whom they brought."""
    lists = _lists(request)
    asked = read_address(request, show=one_of(lists, "to-thank"), page=number_of_page)
    show = asked["show"]
    tabs = [Tab(label, f"?show={name}", name == show, rows.count()) for name, (label, rows) in lists.items()]
    page = page_of(lists[show][1], asked["page"], ROWS_PER_PAGE)
    context = {
        "page_section": "act",
        "show": show,
        "tabs": tabs,
        "page": page,
        "may_thank": may_thank(request.user),
    }
    return render(request, "advocates/list.html", context)


def _lists(request: HttpRequest) -> dict[str, tuple[str, QuerySet[Any]]]:
    user = request.user
    return {
        "to-thank": ("To thank", promoters_to_thank(user, timezone.now())),
        "advocates": ("Advocates", living_advocates(advocates_visible_to(user))),
        "asks": ("Asks", asks_visible_to(user)),
        "referrals": ("Referrals", referrals_visible_to(user)),
    }


@for_roles()
def thank_promoter(request: HttpRequest, signal_pk: int) -> HttpResponse:
    """The promoter's words, and ours to send back."""
    signal = get_object_or_404(with_places(signals_visible_to(request.user)), pk=signal_pk)
    if not may_thank(request.user):
        raise PermissionDenied("A thank-you comes from somebody who works here. Ask the team's lead.")
    form = ThankForm(request.POST or None, initial={"words": suggested_words(signal)})
    if request.method == "POST" and form.is_valid():
        try:
            thank(signal, words=form.cleaned_data["words"], by=request.user.person, at=timezone.now())
        except AdvocateRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Your thanks are on their way to {signal.customer}.")
        return redirect("advocates:list")
    context = {"page_section": "act", "signal": signal, "form": form}
    return render(request, "advocates/thank.html", context, status=422 if form.errors else 200)


@for_roles()
def advocate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One advocate: what they said first, what was asked, whom they brought."""
    seen = advocates_visible_to(request.user).select_related(
        "customer", "first_signal__touchpoint", "first_signal__unit"
    )
    advocate = get_object_or_404(seen, pk=pk)
    asks = list(advocate.asks.select_related("by"))
    context = {
        "page_section": "act",
        "advocate": advocate,
        "asks": asks,
        "open_ask": next((made for made in asks if made.is_open), None),
        "referrals": advocate.referrals.select_related("customer"),
        "address": referral_address(advocate),
        "may_ask": may_ask(request.user),
        "form": AskForm(),
    }
    return render(request, "advocates/advocate.html", context)


@require_POST
@for_roles()
def ask_advocate(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one thing."""
    advocate = get_object_or_404(advocates_visible_to(request.user), pk=pk)
    _check_may_ask(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose what you ask for, then ask.")
        return redirect("advocates:advocate", pk)
    try:
        ask(advocate, kind=form.cleaned_data["kind"], by=request.user.person, at=timezone.now())
    except AdvocateRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{advocate} is asked by e-mail.")
    return redirect("advocates:advocate", pk)


@require_POST
@for_roles()
def settle(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """Note that an ask is done or declined."""
    if how not in SETTLEMENTS:
        raise Http404("An ask is done or declined.")
    made = get_object_or_404(asks_visible_to(request.user), pk=pk)
    _check_may_ask(request)
    try:
        SETTLEMENTS[how](made, by=request.user.person, at=timezone.now())
    except AdvocateRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Noted.")
    return redirect("advocates:advocate", made.advocate_id)


def _check_may_ask(request: HttpRequest) -> None:
    if not may_ask(request.user):
        raise PermissionDenied(
            "Leads and the advocacy office ask advocates. Tell them what you would like to ask."
        )
