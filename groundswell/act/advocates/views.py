"""The lists of promoters and advocates, and the page of one advocate."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from groundswell.foundation.access.rules import for_roles
from groundswell.listen.signals.queries import signals_visible_to, with_places
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address

from .actions import thank
from .earning import with_money
from .errors import AdvocateRefusal
from .forms import AskForm, IncentiveForm, ThankForm
from .knowing import rules_in_force, standings
from .letters import referral_address, suggested_words
from .lists import EVERY_STATE, everybodys_standing, narrowings, rows_of
from .models import Advocate, Ask
from .queries import advocates_visible_to, testimonials_visible_to
from .rooms import LISTS, tabs_of
from .rules import may_ask, may_thank

ROWS_PER_PAGE = 20


@for_roles()
def advocate_list(request: HttpRequest) -> HttpResponse:
    """Promoters to thank, advocates to ask and why not, what was asked, who was brought."""
    at, user = timezone.now(), request.user
    asked = read_address(
        request,
        show=one_of(LISTS, "to-thank"),
        state=one_of(EVERY_STATE),
        days=one_of(["365"]),
        page=number_of_page,
    )
    show, state, is_year = asked["show"], asked["state"], bool(asked["days"])
    stand = everybodys_standing(user, at) if show == "to-ask" else []
    rows = rows_of(user, show, state, at, is_year=is_year, stand=stand)
    page = page_of(rows, asked["page"], ROWS_PER_PAGE)
    context = {
        "page_section": "act",
        "show": show,
        "state": state,
        "is_year": is_year,
        "state_words": EVERY_STATE.get(state, ""),
        "states": narrowings(show, state, stand),
        "tabs": tabs_of(user, show),
        "page": page,
        "referrals": with_money(page) if show == "referrals" and state != "refused" else (),
        "may_thank": may_thank(user),
        "rules": rules_in_force(),
    }
    return render(request, "advocates/list.html", context)


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
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "to-thank"),
        "signal": signal,
        "form": form,
    }
    return render(request, "advocates/thank.html", context, status=422 if form.errors else 200)


@for_roles()
def advocate_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One advocate: what they said first, whether they may be asked now, what was asked and given, whom they brought."""
    seen = advocates_visible_to(request.user).select_related(
        "customer", "first_signal__touchpoint", "first_signal__unit"
    )
    advocate = get_object_or_404(seen, pk=pk)
    return render_advocate(request, advocate)


def render_advocate(
    request: HttpRequest, advocate: Advocate, *, incentive_form: IncentiveForm | None = None
) -> HttpResponse:
    """The page of one advocate, with a form that was refused where there is one."""
    at = timezone.now()
    asks: Sequence[Ask] = advocate.asks.select_related(
        "by", "platform", "gathering", "need"
    ).prefetch_related("incentives")
    (standing,) = standings([advocate], at)
    referrals = with_money(advocate.referrals.select_related("customer"))
    context = {
        "page_section": "act",
        "tabs": tabs_of(request.user, "advocates"),
        "advocate": advocate,
        "asks": asks,
        "open_ask": next((made for made in asks if made.is_open), None),
        "standing": standing,
        "rules": rules_in_force(),
        "lately": len([moment for moment in standing.known.counted if (at - moment).days < 365]),
        "referrals": referrals,
        "visits": sum(advocate.visits.values_list("count", flat=True)),
        "testimonials": testimonials_visible_to(request.user).filter(advocate=advocate),
        "incentives": advocate.incentives.select_related("ask", "by"),
        "address": referral_address(advocate),
        "may_ask": may_ask(request.user),
        "form": AskForm(at=at),
        "incentive_form": incentive_form or IncentiveForm(asks=advocate.asks.all(), auto_id="gift_%s"),
    }
    is_wrong = incentive_form is not None and bool(incentive_form.errors)
    return render(request, "advocates/advocate.html", context, status=422 if is_wrong else 200)
