"""Offers on the card, the word about them, and the page of the limits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.models import Person

from ..card_page import case_to_act_on, do, show_card, visible_case
from ..models import Empowerment, Offer
from ..rule_pages import RULES
from ..settings_tabs import settings_tabs
from .forms import LimitForm, OfferForm
from .limits import end_limit, limits, set_limit
from .offering import give_word, make_offer


@require_POST
@for_roles()
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer something to the customer, or ask for a word where it is above the limit."""
    case = case_to_act_on(request, pk)
    form = OfferForm(request.POST, auto_id="offer_%s")
    if not form.is_valid():
        return show_card(request, case, offer_form=form)
    given, by = form.cleaned_data, request.user.person
    return do(request, case, "{0.said}", lambda at: make_offer(case, **given, by=by, at=at))


@require_POST
@for_roles()
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no to an offer above somebody's limit."""
    asked = get_object_or_404(Offer.objects.select_related("case"), pk=pk)
    case = visible_case(request, asked.case_id)
    is_allowed, why = "yes" in request.POST, request.POST.get("why", "").strip()[:300]
    words = "They are told: yes." if is_allowed else "They are told: no."
    by = request.user.person
    return do(request, case, words, lambda at: give_word(asked, is_allowed=is_allowed, why=why, by=by, at=at))


@for_roles()
def limit_page(request: HttpRequest) -> HttpResponse:
    """Who makes good up to which amount; the office and administrators set it."""
    may_rule = request.user.role in RULES
    if request.method == "POST" and not may_rule:
        return redirect("cases:limits")
    form = LimitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limit = set_limit(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, f"From now on: {limit.get_post_display()}, {limit.most} for one case.")
        return redirect("cases:limits")
    order = list(Person.Post)
    lines = sorted(limits(), key=lambda one: (order.index(one.post), str(one.unit or "")))
    context = {
        "page_section": "act",
        "tabs": settings_tabs("limits"),
        "limits": lines,
        "form": form,
        "may_rule": may_rule,
    }
    return render(request, "cases/limits.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles(*RULES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """This limit holds no more."""
    end_limit(get_object_or_404(Empowerment, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, "The limit is ended.")
    return redirect("cases:limits")
