"""The quiet page of praise, and the card."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import number_of_page, one_of, page_of, read_address, whole_number
from groundswell.look.components import Tab

from . import queries
from .actions import take_back, thank
from .errors import PraiseRefusal
from .forms import ThankForm
from .rules import may_thank

ROWS_PER_PAGE = 10
VIEWS = {
    "yours": "For you",
    "around": "Around you",
    "cards": "Cards to you",
    "written": "Cards you wrote",
}
LARGEST = 2**63 - 1


@for_roles()
def praise_list(request: HttpRequest) -> HttpResponse:
    """What customers praise, and what colleagues thank for. Newest first; nobody is counted."""
    user = request.user
    views = list(VIEWS) if user.person else ["around"]
    asked = read_address(request, show=one_of(views, views[0]), page=number_of_page)
    context = {
        "page_section": "act",
        "show": asked["show"],
        "tabs": [Tab(VIEWS[name], f"?show={name}", name == asked["show"]) for name in views],
        "page": page_of(_rows(user, asked["show"]), asked["page"], ROWS_PER_PAGE),
        "may_thank": may_thank(user),
    }
    _quote_what_is_seen(context["page"], user)
    return render(request, "praise/list.html", context)


def _rows(user: User, show: str) -> QuerySet[Any]:
    if show == "around":
        return queries.praise_visible_to(user).exclude(person=user.person_id)
    given = {"yours": queries.praise_of, "cards": queries.cards_to, "written": queries.cards_from}
    return given[show](user.person)


def _quote_what_is_seen(rows: Any, user: User) -> None:
    """A card shows its quotation to those only who may read the voice today."""
    cards = [row for row in rows if hasattr(row, "sender_id") and row.signal_id]
    if cards:
        seen = set(queries.readable_among([card.signal_id for card in cards], user))
        for card in cards:
            card.quoted = card.signal if card.signal_id in seen else None


@for_roles()
def thank_colleague(request: HttpRequest) -> HttpResponse:
    """Write a card; the address may say to whom, and which voice goes along."""
    user = request.user
    if not may_thank(user):
        raise PermissionDenied("A thank-you comes from somebody who works here. Ask the team's lead.")
    number = whole_number(1, LARGEST)
    asked = read_address(request, person=number, voice=number)
    first = {"person": asked["person"], "signal": asked["voice"]}
    form = ThankForm(request.POST or None, user=user, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        to = given["person"] or given["team"]
        fields = {name: given[name] for name in ("words", "signal", "is_for_the_huddle")}
        try:
            thank(to, **fields, by=user, at=timezone.now())
        except PraiseRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Your thanks are with {to}.")
            return redirect("praise:list")
    chosen = form["signal"].value()
    quoted = queries.quotable_by(user).filter(pk=chosen).first() if str(chosen or "").isdigit() else None
    context = {"page_section": "act", "form": form, "quoted": quoted}
    return render(request, "praise/thank.html", context, status=422 if form.errors else 200)


@require_POST
@for_roles()
def take_card_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The sender takes a card back."""
    mine = queries.cards_written_by(request.user)
    card = get_object_or_404(mine, pk=pk)
    try:
        take_back(card, by=request.user, at=timezone.now())
    except PraiseRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Taken back. Nobody reads this card any more.")
    return redirect("praise:list")
