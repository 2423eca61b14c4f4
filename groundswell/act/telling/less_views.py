"""Less of this: opened from a mail, without signing in. Looking changes nothing; one tap does."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import FROM_THE_RIGHT, Said, say, words_in
from groundswell.foundation.tidings import Pace
from groundswell.look.addresses import read_address

from .actions import hear_less
from .kinds import every_kind
from .less import DIGEST, asked_for_less
from .readers import language_of_reader
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
        headline, then = _after(user, what, bool(changed))
        return _page(request, user, "less_done", headline, then)
    return _page(request, user, "less", say("Less of this?"), _before(user, what))


def _page(request: HttpRequest, user: User, name: str, headline: Said, then: Said) -> HttpResponse:
    """In the language of the letter from which it is opened."""
    language = language_of_reader(user)
    context = {
        "LANGUAGE_CODE": language,
        "LANGUAGE_BIDI": language in FROM_THE_RIGHT,
        "title": words_in("Less of this", language),
        "headline": headline.in_language(language),
        "then": then.in_language(language),
        "tell_me_less": words_in("Tell me less", language),
        "choose": words_in("Choose what you hear, and when", language),
    }
    return render(request, f"telling/{name}.html", context)


def _before(user: User, what: str) -> Said:
    kind = every_kind().get(what)
    if kind is None:
        return say("What you cannot do without comes once a week. All else stays in your list.")
    pace = slower(kind, paces_of(user)[what])
    return say("{kind}. You will hear of it so: {pace}.", kind=say(kind.title), pace=_pace(pace))


def _after(user: User, what: str, is_changed: bool) -> tuple[Said, Said]:
    if not is_changed:
        why = say("Somebody waits for it by your name, so it comes once a week at least.")
        return say("It stays as it is"), why
    if what == DIGEST:
        return say("You hear less of it"), say("What you can do without stays in your list.")
    pace = _pace(paces_of(user)[what])
    return say("You hear less of it"), say("From now on: {pace}.", pace=pace)


def _pace(pace: Pace) -> Said:
    return say(pace.label.lower())
