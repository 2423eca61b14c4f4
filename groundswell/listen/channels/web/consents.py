"""The customer's own page about consent: reached from every letter, without a sign-in; and the one click that stops it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.customers.actions import withdraw_consent
from groundswell.foundation.customers.consenting import (
    EDITED_BY_CUSTOMERS,
    Choice,
    allowed_by,
    change_consents,
    channels_of,
    customer_by_token,
    text_of,
)
from groundswell.foundation.customers.models import Channel, Customer, Purpose
from groundswell.foundation.erasing.actions import ask_about_oneself
from groundswell.foundation.erasing.models import Request
from groundswell.foundation.erasing.queries import requests_of
from groundswell.listen.surveys.languages import spoken_here

from .consent_words import consent_words
from .screens import direction, wishes_of

CUSTOMER = "the customer"
PAGE, ONE_CLICK = "their own page", "one click in a letter"


@never_cache
@csrf_exempt  # a public page without a session: the signed link is the protection
def consents(request: HttpRequest, token: str) -> HttpResponse:
    """What I allow, by purpose and channel. Opening the page changes nothing."""
    customer = _customer(token)
    at, language = timezone.now(), spoken_here(wishes_of(request))
    words = consent_words(language)
    about = {
        (purpose.value, channel.value) for purpose in EDITED_BY_CUSTOMERS for channel in channels_of(customer)
    }
    about |= {one for one in allowed_by(customer) if one[0] == Purpose.ADVOCACY}
    if request.method == "POST" and request.POST.get("ask") in Request.Kind.values:
        ask_about_oneself(customer, request.POST["ask"], by=CUSTOMER, at=at)
        return redirect("channels:consents", token)
    if request.method == "POST":
        wanted = (
            set() if "nothing" in request.POST else {_choice(one) for one in request.POST.getlist("allow")}
        )
        change_consents(customer, wanted, about=about, by=CUSTOMER, at=at, source=PAGE, language=language)
        answer = redirect("channels:consents", token)
        answer["Location"] += "?kept=1"
        return answer
    held = allowed_by(customer)
    purposes = [
        (
            text_of(purpose, language, at=at),
            [_line(one, held, words) for one in sorted(about) if one[0] == purpose],
        )
        for purpose in Purpose
        if any(one[0] == purpose for one in about)
    ]
    asked = {one.kind: one for one in requests_of(customer).filter(answer=None)}
    wishes = [(kind, words[kind], asked.get(kind)) for kind in Request.Kind.values]
    context = {"purposes": purposes, "kept": "kept" in request.GET, "words": words, "wishes": wishes}
    return render(request, "channels/consents.html", context | direction(language))


@never_cache
@csrf_exempt  # as above; mail programs post here by themselves (RFC 8058)
def stop(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    """Stop one kind of letter with one click. Scanners that only open the link stop nothing."""
    customer = _customer(token)
    if purpose not in {one.value for one in EDITED_BY_CUSTOMERS}:
        raise Http404
    if request.method == "POST":
        given = {"channel": Channel.EMAIL, "by": CUSTOMER, "at": timezone.now(), "source": ONE_CLICK}
        withdraw_consent(customer, purpose, **given)
    is_stopped = (purpose, Channel.EMAIL.value) not in allowed_by(customer)
    language = spoken_here(wishes_of(request))
    words = consent_words(language)
    says = ("stopped_" if is_stopped else "stop_") + ("asking" if purpose == Purpose.ASKING else "writing")
    context = {"is_stopped": is_stopped, "token": token, "headline": words[says], "words": words}
    return render(request, "channels/consent_stopped.html", context | direction(language))


def _customer(token: str) -> Customer:
    found = customer_by_token(token)
    if found is None:
        raise Http404
    return found


def _choice(text: str) -> Choice:
    purpose, _, channel = text.partition(" ")
    return purpose, channel


def _line(one: Choice, held: set[Choice], words: dict[str, str]) -> tuple[str, str, bool]:
    purpose, channel = one
    return f"{purpose} {channel}", words[channel], one in held
