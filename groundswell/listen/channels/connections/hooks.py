"""The hooks that providers call: stored first, then read. Whatever they say, it is kept."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from ..registry import CHANNELS
from .calls import call_of, is_genuine, read_call, take_call
from .models import Connection
from .queries import connection_by
from .throttle import CALLS, GUESSES, WINDOW, count, is_over

MOST_BYTES = 1024 * 1024
LONGEST_HEADER = 8_000
"""Room for more than a hundred signatures: while secrets change, every one of them signs."""


@csrf_exempt  # machines call it: the token, and the signature where the provider signs, are the protection
@require_http_methods(["HEAD", "POST"])
def hook(request: HttpRequest, channel: str, token: str) -> HttpResponse:
    """What a provider tells us. Some knock first (HEAD) to see whether the address is there."""
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
    if request.method == "HEAD":
        return HttpResponse(content_type="text/plain")
    return _take(request, found, peer)


def _take(request: HttpRequest, found: Connection, peer: str) -> HttpResponse:
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse("At most one mebibyte.", status=413, content_type="text/plain")
    now = timezone.now()
    wanted = {"content-type", *CHANNELS[found.channel].signed_in}
    headers = {
        name.lower(): value[:LONGEST_HEADER]
        for name, value in request.headers.items()
        if name.lower() in wanted
    }
    call = call_of(found, body, headers, settings.BASE_URL + request.get_full_path(), now)
    if not is_genuine(found, call):
        count(f"guess-{peer}")
        return HttpResponse("The signature is wrong.", status=401, content_type="text/plain")
    read_call(take_call(found, call), at=now)
    words, kind = CHANNELS[found.channel].thanks
    return HttpResponse(words, content_type=kind)


def _too_many() -> HttpResponse:
    words = "Too many calls. Come back in a minute."
    return HttpResponse(words, status=429, content_type="text/plain", headers={"Retry-After": str(WINDOW)})
