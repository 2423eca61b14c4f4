"""How a page does one deed: what the register refuses is said to the person who tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from .errors import OpportunityRefused
from .models import Opportunity


def do(
    request: HttpRequest, words: str, act: Callable[[datetime], object], where: str, *args: object
) -> HttpResponse:
    """Do it, say that it is done or why it is not, and go on."""
    try:
        act(timezone.now())
    except OpportunityRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(where, *args)


def where_it_went(request: HttpRequest, found: Opportunity) -> HttpResponse | None:
    """To what it is one with, with a sentence; None where it stands on its own."""
    merger = getattr(found, "merger", None)
    if merger is None:
        return None
    messages.info(
        request,
        f"“{found}” is one with this since {date_format(localtime(merger.at), 'j F Y')}. "
        f"{merger.by or 'Somebody'} joined them: {merger.why}",
    )
    return redirect("opportunities:opportunity", merger.into_id)
