"""Less of this: opened from a mail, without signing in. Looking changes nothing; one tap does."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import User
from groundswell.look.addresses import read_address

from .actions import hear_less
from .kinds import every_kind
from .less import DIGEST, asked_for_less
from .wanting import paces_of, slower


@csrf_exempt
@never_cache
def less(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link decides; a mail program may post here by itself when its reader taps (RFC 8058)."""
    read_address(request, is_public=True)
    asked = asked_for_less(token)
    if asked is None:
        raise Http404("This link is not one of ours any more.")
    user, what = asked
    if request.method == "POST":
        changed = hear_less(user, what, at=timezone.now())
        return render(request, "telling/less_done.html", {"changed": changed, "pace": _said(user, what)})
    return render(request, "telling/less.html", {"what": _title(what), "then": _then(user, what)})


def _title(what: str) -> str:
    return "the digest" if what == DIGEST else every_kind()[what].title if what in every_kind() else "this"


def _then(user: User, what: str) -> str:
    kind = every_kind().get(what)
    if kind is None:
        return "What you cannot do without comes once a week. All else stays in your list."
    pace = slower(kind, paces_of(user)[what])
    return f"You will hear of it so: {pace.label.lower()}."


def _said(user: User, what: str) -> str:
    return "" if what == DIGEST or what not in every_kind() else paces_of(user)[what].label.lower()
