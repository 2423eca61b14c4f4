"""How a page does one deed: what the register refuses is said to the person who tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from .errors import OpportunityRefused


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
