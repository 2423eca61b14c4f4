"""Pages of the connections, and the hooks that providers call."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.look.addresses import page_asked

from ..registry import CHANNELS
from .actions import change_connection, connect, end_connection, fetch_now, is_genuine, read_call, take_call
from .channel import Call
from .forms import ConnectionForm, TellingForm
from .models import Connection, Fetch
from .queries import connection_by, connections_visible_to, health_of, with_health
from .secrets import secret_of
from .throttle import CALLS, GUESSES, WINDOW, count, is_over

MOST_BYTES = 1024 * 1024
KEPT_HEADERS = {
    "content-type",
    "typeform-signature",
    "webhook-id",
    "webhook-signature",
    "webhook-timestamp",
    "x-helpscout-signature",
    "x-twilio-signature",
}


@for_roles(*STEERS)
def connections(request: HttpRequest) -> HttpResponse:
    """Where we listen, how each place does, and where we could."""
    found = with_health(connections_visible_to(request.user)).order_by("ended_at", "name", "id")
    page = page_asked(request, found, 50)
    lines = [(connection, CHANNELS[connection.channel], health_of(connection)) for connection in page]
    context = {"lines": lines, "page": page, "channels": CHANNELS.values(), "page_section": "listen"}
    return render(request, "channels/connections.html", context)


@for_roles(*STEERS)
def new_connection(request: HttpRequest, code: str) -> HttpResponse:
    """Connect one more place."""
    if code not in CHANNELS:
        raise Http404
    channel = CHANNELS[code]
    form = ConnectionForm(request.POST or None, channel=channel)
    if request.method == "POST" and form.is_valid():
        made = connect(code, by=request.user, at=timezone.now(), **form.entered())
        messages.success(request, f"{made} is connected.")
        return redirect("channels:connection", made.pk)
    context = {"form": form, "channel": channel, "page_section": "listen"}
    return render(request, "channels/connect.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
def connection(request: HttpRequest, pk: int) -> HttpResponse:
    """One connection: its health, its last fetches, what it could not read; change it here."""
    found = get_object_or_404(with_health(connections_visible_to(request.user)), pk=pk)
    channel = CHANNELS[found.channel]
    form = ConnectionForm(request.POST or None, channel=channel, connection=found)
    if request.method == "POST" and form.is_valid():
        change_connection(found, by=request.user, at=timezone.now(), **form.entered())
        messages.success(request, "Changed. It is fetched at the next round.")
        return redirect("channels:connection", pk)
    context = {
        "connection": found,
        "channel": channel,
        "health": health_of(found),
        "form": form,
        "telling": TellingForm(),
        "hook": settings.BASE_URL + reverse("channels:hook", args=[found.channel, found.token]),
        "fetches": found.fetches.all()[:10],
        "calls": found.calls.defer("body")[:10],
        "lost": found.unreadable_messages.all()[:20],
        "page_section": "listen",
    }
    return render(request, "channels/connection.html", context, status=422 if form.errors else 200)


@for_roles(*STEERS)
@require_POST
def fetch_connection(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch now instead of at the next round."""
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None)
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
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None)
    form = TellingForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > MOST_BYTES:
        messages.error(request, "Choose a file of at most one mebibyte.")
        return redirect("channels:connection", pk)
    given, now = form.cleaned_data["file"], timezone.now()
    headers = {"content-type": given.content_type or ""}
    tally = read_call(take_call(found, _call(found, given.read(), headers, "", now)), at=now)
    messages.success(
        request, f"Read: {tally.received} new, {tally.known} known, {tally.unreadable} unreadable."
    )
    return redirect("channels:connection", pk)


@for_roles(*STEERS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop listening there."""
    found = get_object_or_404(connections_visible_to(request.user), pk=pk, ended_at=None)
    end_connection(found, by=request.user, at=timezone.now())
    messages.success(request, f"{found} has ended. What arrived stays.")
    return redirect("channels:connections")


@csrf_exempt  # machines call it: the token, and the signature where the provider signs, are the protection
@require_POST
def hook(request: HttpRequest, channel: str, token: str) -> HttpResponse:
    """What a provider tells us: stored first, then read. Whatever it says, it is kept."""
    peer = request.META.get("REMOTE_ADDR", "")
    if is_over(f"guess-{peer}", GUESSES):
        return _too_many()
    found = connection_by(channel, token)
    if found is None:
        count(f"guess-{peer}")
        raise Http404
    count(f"call-{found.pk}")
    if is_over(f"call-{found.pk}", CALLS):
        return _too_many()
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse("At most one mebibyte.", status=413, content_type="text/plain")
    now = timezone.now()
    headers = {
        name.lower(): value[:500] for name, value in request.headers.items() if name.lower() in KEPT_HEADERS
    }
    call = _call(found, body, headers, settings.BASE_URL + request.get_full_path(), now)
    if not is_genuine(found, call):
        count(f"guess-{peer}")
        return HttpResponse("The signature is wrong.", status=401, content_type="text/plain")
    read_call(take_call(found, call), at=now)
    words, kind = CHANNELS[channel].thanks
    return HttpResponse(words, content_type=kind)


def _too_many() -> HttpResponse:
    words = "Too many calls. Come back in a minute."
    return HttpResponse(words, status=429, content_type="text/plain", headers={"Retry-After": str(WINDOW)})


def _call(connection: Connection, body: bytes, headers: dict[str, str], url: str, now: datetime) -> Call:
    return Call(body, headers, url, now, connection.settings, secret_of(connection.pk))
