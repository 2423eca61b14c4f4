"""Pages of the connections: where we listen, how each place does, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked
from groundswell.look.components import Fact

from ..registry import CHANNELS, KINDS
from .actions import (
    change_connection,
    connect,
    end_connection,
    go_on_with_connection,
    pause_connection,
    read_again,
)
from .calls import CALLS_KEPT_FOR, UNREADABLE_KEPT_FOR, call_of, read_call, take_call
from .fetching import Trial, fetch_now, try_out
from .forms import ConnectionForm, TellingForm
from .models import Connection, Fetch
from .queries import Health, connections_visible_to, health_of, standing_of, with_health
from .secrets import second_of, secret_of

MOST_BYTES = 1024 * 1024


@for_roles(*STEERS)
def connections(request: HttpRequest) -> HttpResponse:
    """Where we listen, how each place does, and where we could."""
    seen = connections_visible_to(request.user)
    page = page_asked(request, with_health(seen).order_by("ended_at", "name", "id"), 50)
    lines = [(connection, CHANNELS[connection.channel], health_of(connection)) for connection in page]
    context = {
        "lines": lines,
        "page": page,
        "standing": standing_of(seen),
        "kinds": KINDS.items(),
        "page_section": "listen",
    }
    return render(request, "channels/connections.html", context)


@for_roles(*STEERS)
def new_connection(request: HttpRequest, code: str) -> HttpResponse:
    """Connect one more place: it is tried first, and connected when it works or when somebody says so all the same."""
    if code not in CHANNELS:
        raise Http404
    channel = CHANNELS[code]
    form = ConnectionForm(request.POST or None, channel=channel)
    trial = _trial(request, form, None)
    if form.is_valid() and not (trial and trial.problem):
        made = connect(code, by=request.user, at=timezone.now(), **form.entered())
        messages.success(request, f"{made} is connected. {trial.sentence if trial else ''}".strip())
        return redirect("channels:connection", made.pk)
    context = {"form": form, "channel": channel, "trial": trial, "page_section": "listen"}
    return render(request, "channels/connect.html", context, status=422 if form.errors or trial else 200)


def _trial(request: HttpRequest, form: ConnectionForm, connection: Connection | None) -> Trial | None:
    """What was entered, asked once; a secret that was left empty is the kept one. None where there is nothing to try."""
    if form.channel.fetch is None or not form.is_valid() or request.POST.get("do") == "anyway":
        return None
    given = form.entered()
    kept = (secret_of(connection.pk), secret_of(second_of(connection.pk))) if connection else ("", "")
    secrets = {"secret": given["secret"] or kept[0], "second": given["second"] or kept[1]}
    return try_out(form.channel, given["settings"], at=timezone.now(), **secrets)


@for_roles(*STEERS)
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """One connection: its health, its last fetches, what it could not read; change it here."""
    found = get_object_or_404(with_health(connections_visible_to(request.user)), pk=pk)
    channel = CHANNELS[found.channel]
    form = ConnectionForm(request.POST or None, channel=channel, connection=found)
    trial = _trial(request, form, found)
    if form.is_valid() and not (trial and trial.problem):
        change_connection(found, by=request.user, at=timezone.now(), **form.entered())
        messages.success(request, f"Changed. {trial.sentence if trial else ''}".strip())
        return redirect("channels:connection", pk)
    health = health_of(found)
    context = {
        "connection": found,
        "channel": channel,
        "health": health,
        "facts": _facts(found, health, is_fetched=channel.fetch is not None),
        "form": form,
        "trial": trial,
        "telling": TellingForm(),
        "hook": settings.BASE_URL + reverse("channels:hook", args=[found.channel, found.token]),
        "fetches": found.fetches.all()[:10],
        "calls": found.calls.defer("body")[:10],
        "lost": found.unreadable_messages.all()[:20],
        "kept_days": (CALLS_KEPT_FOR.days, UNREADABLE_KEPT_FOR.days),
        "page_section": "listen",
    }
    return render(request, "channels/connection.html", context, status=422 if form.errors or trial else 200)


def _facts(found: Connection, health: Health, *, is_fetched: bool) -> list[Fact]:
    is_going_on = is_fetched and health.state not in {"paused", "ended"}
    return [
        Fact("Last heard", _written(health.worked_at) if health.worked_at else "never"),
        Fact(
            "Next try" if health.state == "trouble" else "Next round",
            (is_going_on and _written(found.next_at)) or "",
        ),
        Fact("Belongs to", str(found.unit or "")),
        Fact("Moment of the journey", str(found.touchpoint or "")),
    ]


def _written(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i")


@for_roles(*STEERS)
@require_POST
def fetch_connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch now instead of at the next round."""
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None, paused_at=None)
    done = fetch_now(found, at=timezone.now())
    if done is None:
        messages.info(request, "It is being fetched just now.")
    elif done.outcome == Fetch.Outcome.FETCHED:
        messages.success(
            request, f"Fetched: {done.received} new, {done.known} known, {done.unreadable} unreadable."
        )
    else:
        messages.error(request, done.note)
    return redirect("channels:connection", pk)


@for_roles(*STEERS)
@require_POST
def tell_connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring by file what the hook would be told."""
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None, paused_at=None)
    form = TellingForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > MOST_BYTES:
        messages.error(request, "Choose a file of at most one mebibyte.")
        return redirect("channels:connection", pk)
    given, now = form.cleaned_data["file"], timezone.now()
    headers = {"content-type": given.content_type or ""}
    tally = read_call(take_call(found, call_of(found, given.read(), headers, "", now)), at=now)
    messages.success(
        request, f"Read: {tally.received} new, {tally.known} known, {tally.unreadable} unreadable."
    )
    return redirect("channels:connection", pk)


DEEDS: dict[str, tuple[Callable[..., None], str]] = {
    "pause": (pause_connection, "{} is paused."),
    "go-on": (go_on_with_connection, "{} goes on from where it stood."),
    "again": (read_again, "{} is taken from the beginning at the next round. Nothing arrives twice."),
    "end": (end_connection, "{} has ended. What arrived stays."),
}


@for_roles(*STEERS)
@require_POST
def do_with_connection(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Pause it, go on with it, take everything again, or stop listening there."""
    if deed not in DEEDS:
        raise Http404
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None)
    do, words = DEEDS[deed]
    do(found, by=request.user, at=timezone.now())
    messages.success(request, words.format(found))
    return redirect("channels:connections") if deed == "end" else redirect("channels:connection", pk)
