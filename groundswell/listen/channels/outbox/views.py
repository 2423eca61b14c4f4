"""Pages of the outbox: what went out, one message with every attempt, and addresses at which nobody is reached."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.look.addresses import number_of_page, one_of, page_asked, page_of, read_address
from groundswell.look.components import Tab

from .actions import correct_address, may_be_sent_again, send_again, stop_writing, trust_address
from .delivering import undelivered
from .queries import SHOWN, ends_unknown, lost_visible_to, messages_visible_to, state_of, with_people

MENDS = (User.Role.OFFICE, User.Role.ADMINISTRATOR)
"""Messages name customers: executives and analysts read none."""


class RightAddressForm(forms.Form):
    """The address as it should have been."""

    address = forms.CharField(label="The right address or number", max_length=254)


@for_roles(*MENDS)
def outbox(request: HttpRequest) -> HttpResponse:
    """What was written to customers and colleagues, and what became of it."""
    asked = read_address(request, show=one_of(SHOWN, "all"), page=number_of_page)
    page = page_of(messages_visible_to(request.user).filter(SHOWN[asked["show"]][1]), asked["page"], 50)
    unknown, here = ends_unknown(), request.path
    counts = {"unknown": unknown, "waiting": undelivered().count()}
    context = {
        "page": page,
        "lines": [(one, state_of(one)) for one in page],
        "lost": lost_visible_to(request.user).count(),
        "unknown": unknown,
        "waiting": counts["waiting"],
        "tabs": [
            Tab(words, f"{here}?show={code}", code == asked["show"], counts.get(code))
            for code, (words, _) in SHOWN.items()
        ],
    }
    return _page(request, "outbox", **context)


@for_roles(*MENDS)
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was written, with every attempt."""
    found = get_object_or_404(messages_visible_to(request.user), pk=pk)
    may_send = may_be_sent_again(found)
    context = {"message": found, "state": state_of(found), "attempts": found.deliveries.all()}
    return _page(request, "message", **context, may_send=may_send)


@for_roles(*MENDS)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a message again that came to nothing."""
    found = get_object_or_404(messages_visible_to(request.user), pk=pk)
    if send_again(found, by=request.user, at=timezone.now()):
        messages.success(request, "It is in the queue again.")
    else:
        messages.info(request, "It was handed over, or is still being tried.")
    return redirect("channels:message", pk)


@for_roles(*MENDS)
def returned(request: HttpRequest) -> HttpResponse:
    """Addresses at which nobody is reached: who, since when, why, and what to do."""
    page = page_asked(request, lost_visible_to(request.user), 25)
    return _page(request, "returned", page=page, lines=with_people(list(page)))


@for_roles(*MENDS)
@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the address, trust it again, or stop writing there."""
    (line,) = with_people([get_object_or_404(lost_visible_to(request.user), pk=pk)])
    lost, customer, now = line.address, line.customer, timezone.now()
    form = RightAddressForm(request.POST)
    if "trust" in request.POST:
        trust_address(lost, by=request.user, at=now)
        messages.success(request, f"We write to {lost.address} again.")
    elif customer is None:
        messages.error(
            request, "Nobody has this address any more. Say that it works, and it leaves the list."
        )
    elif "stop" in request.POST:
        stop_writing(lost, customer, by=request.user, at=now)
        messages.success(request, f"{customer} gets no more messages this way.")
    elif form.is_valid():
        try:
            right = correct_address(lost, customer, form.cleaned_data["address"], by=request.user, at=now)
            messages.success(request, f"{customer} is reached at {right} from now on.")
        except IdentityRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, "Write the right address or number.")
    return redirect("channels:returned")


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    return render(request, f"channels/{name}.html", {"page_section": "listen", **context})
