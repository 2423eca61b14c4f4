"""What the pages of the huddles have in common: who may, where back to, and how a refusal is told."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from groundswell.foundation.organisation.models import Person

from .errors import HuddleRefusal, NobodyChosen
from .models import Huddle
from .queries import huddles_visible_to
from .rules import may_take_part

PAGES = {"rhythms": "huddles:rhythms", "promises": "huddles:promises"}


def visible(request: HttpRequest, pk: int) -> Huddle:
    """The huddle, where this person may see it."""
    seen = huddles_visible_to(request.user).select_related("unit", "facilitator", "started_by", "ended_by")
    return get_object_or_404(seen, pk=pk)


def check_takes_part(request: HttpRequest) -> None:
    """Refuse who looks on."""
    if not may_take_part(request.user):
        raise PermissionDenied("You look on here. The team itself promises and raises.")


def taking_part(request: HttpRequest, pk: int) -> Huddle:
    """The huddle, for somebody who takes part in it."""
    huddle = visible(request, pk)
    check_takes_part(request)
    return huddle


def do(
    request: HttpRequest, huddle: Huddle | None, words: str, act: Callable[[datetime], object], part: str = ""
) -> HttpResponse:
    """Do it, say so or say why not, and go back to where the form stood."""
    try:
        act(timezone.now())
    except HuddleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        if words:
            messages.success(request, words)
    return back(request, huddle, part)


def back(request: HttpRequest, huddle: Huddle | None, part: str = "") -> HttpResponse:
    """To the page that the form names, else to the huddle, else home."""
    page = request.POST.get("back", "")
    if huddle and page == "wall":
        return redirect("huddles:wall", huddle.pk)
    if page in PAGES:
        return redirect(PAGES[page])
    if huddle is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    answer = redirect("huddles:huddle", huddle.pk)
    if part:
        answer["Location"] += f"#{part}"
    return answer


def one_of(people: QuerySet[Person], request: HttpRequest, name: str) -> Person:
    """Whom a form names. Raises NobodyChosen."""
    found = people.filter(pk=number(request, name)).first()
    if found is None:
        raise NobodyChosen
    return found


def number(request: HttpRequest, name: str) -> int:
    """A whole number that a form sends; 0 for anything else."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else 0
