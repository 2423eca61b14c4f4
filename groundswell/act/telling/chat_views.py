"""Chats that are told, and what was sent to whom."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import for_roles
from groundswell.foundation.organisation.actions import choose_language
from groundswell.foundation.organisation.queries import language_of_unit
from groundswell.listen.channels.outbox.queries import state_of
from groundswell.listen.surveys.language_names import own_name
from groundswell.look.addresses import page_asked

from .actions import connect_chat, end_chat, try_chat
from .forms import PartLanguageForm, TeamChatForm
from .models import ChatAddress
from .queries import (
    chats_in_trouble,
    chats_visible_to,
    messages_of,
    standing_of_tellings,
    tellings_visible_to,
)
from .rules import CONNECTS_CHATS, WATCHES_TELLINGS
from .team import language_of_chat

WEEK = timedelta(days=7)


@for_roles(*CONNECTS_CHATS)
@never_cache
def chats(request: HttpRequest) -> HttpResponse:
    """The chats of teams: which there are, how they do, one more."""
    form = TeamChatForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        connect_chat(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Connected. Send a test to see that it arrives.")
        return redirect("telling:chats")
    living = chats_visible_to(request.user).filter(ended_at=None, unit__isnull=False)
    chosen = units_visible_to(request.user).exclude(language="").order_by("name")
    context = {
        "form": form,
        "chats": [(chat, own_name(language_of_chat(chat))) for chat in living],
        "language_form": PartLanguageForm(user=request.user, auto_id="part_%s"),
        "parts": [(part, own_name(part.language)) for part in chosen],
    }
    return render(request, "telling/chats.html", context, status=422 if form.errors else 200)


@for_roles(*CONNECTS_CHATS)
@require_POST
def part_language(request: HttpRequest) -> HttpResponse:
    """In which language the people of a part are told who chose none, and its chats."""
    form = PartLanguageForm(request.POST, user=request.user)
    if form.is_valid():
        part = form.cleaned_data["part"]
        choose_language(part, form.cleaned_data["language"], by=request.user, at=timezone.now())
        messages.success(request, f"{part} is told in {own_name(language_of_unit(part))} from now on.")
    else:
        messages.error(request, "That cannot be chosen. Nothing was changed.")
    return redirect("telling:chats")


@for_roles()
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test now and say what came of it."""
    found = _living(request, pk)
    problem = try_chat(found, by=request.user, at=timezone.now())
    if problem:
        messages.error(request, f"It did not arrive. {problem}")
    else:
        messages.success(request, f"{found} took the test. Look there.")
    return _back(found)


@for_roles()
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell nothing there any more."""
    found = _living(request, pk)
    end_chat(found, by=request.user, at=timezone.now())
    messages.success(request, f"{found} is told nothing any more. Its address is removed.")
    return _back(found)


@for_roles(*WATCHES_TELLINGS)
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """What was told to whom, what failed, what waits."""
    page = page_asked(request, tellings_visible_to(request.user), 50)
    found = messages_of(request.user, list(page))
    lines = [
        (
            one,
            [
                (message, state_of(message))
                for key in (one.letter_key, one.note_key)
                if (message := found.get(key))
            ],
        )
        for one in page
    ]
    counts = standing_of_tellings(since=timezone.now() - WEEK)
    context = {"page": page, "lines": lines, "trouble": chats_in_trouble(), **counts}
    return render(request, "telling/sent.html", context)


def _living(request: HttpRequest, pk: int) -> ChatAddress:
    """One's own chat, or one of a part within sight for those who connect them."""
    seen = chats_visible_to(request.user).filter(ended_at=None)
    user: User = request.user
    mine = seen if user.role in CONNECTS_CHATS else seen.filter(person=user.person_id or 0)
    return get_object_or_404(mine, pk=pk)


def _back(chat: ChatAddress) -> HttpResponse:
    return redirect("telling:choices" if chat.person_id else "telling:chats")
