"""The pages of the practices: the list, a card, a new one."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.act.huddles.queries import huddles_visible_to
from groundswell.act.huddles.rules import may_take_part
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number, words

from . import actions, forms
from .effect import CAVEAT, beside_others
from .errors import PracticeRefusal
from .given_up import what_it_did
from .models import Practice
from .queries import (
    found_by,
    may_withdraw,
    practices_visible_to,
    teams_to_give_it_up,
    teams_to_take_it_up,
    with_takers,
)

ROWS_PER_PAGE = 20
SHOWS = ("living", "withdrawn")


@for_roles()
def practice_list(request: HttpRequest) -> HttpResponse:
    """All cards, the newest first; found by words."""
    asked = read_address(request, words=words, show=one_of(SHOWS, "living"), page=number_of_page)
    user = cast(User, request.user)
    seen = found_by(with_takers(practices_visible_to(user)), asked["words"])
    seen = seen.filter(withdrawal__isnull=asked["show"] == "living")
    context = {
        "page_section": "act",
        "asked": asked,
        "page": page_of(seen.order_by("-shared_at", "-id"), asked["page"], ROWS_PER_PAGE),
        "may_take_part": may_take_part(user),
    }
    return render(request, "practices/list.html", context)


@for_roles()
def new(request: HttpRequest) -> HttpResponse:
    """Share what a team does; from a huddle, its team is filled in."""
    user = cast(User, request.user)
    if not may_take_part(user):
        raise PermissionDenied("You look on here. The team itself shares what it does.")
    asked = read_address(request, huddle=whole_number(1, 2**31))
    huddle = huddles_visible_to(user).filter(pk=asked["huddle"]).first() if asked["huddle"] else None
    units = units_visible_to(user)
    if request.method == "POST":
        form = forms.PracticeForm(request.POST, units=units)
        if form.is_valid():
            given = form.cleaned_data
            practice = actions.share_practice(**given, huddle=huddle, by=user.person, at=timezone.now())
            messages.success(request, "Shared. Other teams find it here.")
            return redirect("practices:practice", practice.pk)
    else:
        unit = huddle.unit_id if huddle else user.person.unit_id
        form = forms.PracticeForm(units=units, initial={"unit": unit, "since_on": timezone.localdate()})
    context = {"page_section": "act", "form": form, "huddle": huddle}
    return render(request, "practices/new.html", context, status=422 if form.errors else 200)


@for_roles()
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One card: what, why, how, whose, who took it up, and what their scores did beside others."""
    read_address(request)
    return _card(request, _seen(request, pk))


@require_POST
@for_roles()
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Another team does it, too."""
    one, user = _seen(request, pk), cast(User, request.user)
    units = units_visible_to(user) if may_take_part(user) else teams_to_take_it_up(one, user)
    form = forms.TakeUpForm(request.POST, units=units)
    if not form.is_valid():
        return _card(request, one, form)
    try:
        actions.take_up(one, **form.cleaned_data, by=user.person, at=timezone.now())
    except PracticeRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{form.cleaned_data['unit']} does it, too.")
    return redirect("practices:practice", one.pk)


@require_POST
@for_roles()
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A team does it no more."""
    one, user = _seen(request, pk), cast(User, request.user)
    units = units_visible_to(user) if may_take_part(user) else teams_to_give_it_up(one, user)
    form = forms.GiveUpForm(request.POST, units=units)
    if not form.is_valid():
        return _card(request, one, give_up_form=form)
    try:
        actions.give_up(one, **form.cleaned_data, by=user.person, at=timezone.now())
    except PracticeRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{form.cleaned_data['unit']} gave it up. Others read why.")
    return redirect("practices:practice", one.pk)


@require_POST
@for_roles()
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It no longer holds."""
    one, user = _seen(request, pk), cast(User, request.user)
    if not may_withdraw(one, user) and not hasattr(one, "withdrawal"):
        raise PermissionDenied("Its own team withdraws a practice. Ask them.")
    try:
        actions.withdraw_practice(
            one, why=request.POST.get("why", "")[:300], by=user.person, at=timezone.now()
        )
    except PracticeRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Withdrawn. Whoever took it up reads why.")
    return redirect("practices:practice", one.pk)


def _seen(request: HttpRequest, pk: int) -> Practice:
    return get_object_or_404(practices_visible_to(cast(User, request.user)), pk=pk)


def _card(
    request: HttpRequest,
    one: Practice,
    form: forms.TakeUpForm | None = None,
    give_up_form: forms.GiveUpForm | None = None,
) -> HttpResponse:
    user, today = cast(User, request.user), timezone.localdate()
    units, doing = teams_to_take_it_up(one, user), teams_to_give_it_up(one, user)
    seen = units_visible_to(user).filter(adoptions__practice=one, adoptions__given_up_at__isnull=False)
    adoptions = list(one.adoptions.select_related("unit", "by", "given_up_by"))
    until_then = what_it_did(one, set(seen.values_list("pk", flat=True)))
    own = units.filter(pk=user.person.unit_id).first() if user.person else None
    context = {
        "page_section": "act",
        "practice": one,
        "adoptions": adoptions,
        "was_given_up": any(adoption.given_up_at for adoption in adoptions),
        "until_then": until_then,
        "beside": beside_others(one, today),
        "caveat": CAVEAT,
        "own": own,
        "form": form or forms.TakeUpForm(units=units, initial={"from_on": today, "unit": own}),
        "may_take_up": units.exists() and not hasattr(one, "withdrawal"),
        "give_up_form": give_up_form or forms.GiveUpForm(units=doing, initial={"until_on": today}),
        "may_give_up": doing.exists(),
        "may_withdraw": may_withdraw(one, user),
        "today": today,
    }
    return render(request, "practices/practice.html", context, status=422 if form or give_up_form else 200)
