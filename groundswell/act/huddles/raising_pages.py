"""Raise what a team cannot settle alone: on its own, in the place of a promise, or from what was heard: a voice, a theme, minutes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats, timezone

from groundswell.act.advocates.models import Gathering
from groundswell.act.advocates.rules import may_ask
from groundswell.foundation.access.rules import for_roles
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.addresses import read_address, whole_number
from groundswell.understand.themes.models import Theme

from . import actions, forms, promising
from .edges import check_takes_part
from .errors import HuddleRefusal
from .models import Elevation, Promise
from .queries import promises_visible_to
from .rules import TAKES_PART

NUMBER = whole_number(1, 2**31)


@for_roles(*TAKES_PART)
def raise_alone(request: HttpRequest) -> HttpResponse:
    """Two fields, with what it comes from filled in."""
    check_takes_part(request)
    asked = read_address(request, promise=NUMBER, gathering=NUMBER, voice=NUMBER, theme=NUMBER)
    promise = _promise(request, asked["promise"])
    gathering = _gathering(request, asked["gathering"])
    voices = signals_visible_to(request.user)
    voice = get_object_or_404(voices, pk=asked["voice"]) if asked["voice"] else None
    theme = get_object_or_404(Theme, pk=asked["theme"], retired_at=None) if asked["theme"] else None
    first = _first(promise, gathering) | _heard(voice, theme)
    form = forms.ElevationForm(request.POST or None, voices=voices, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = _raise(request, promise, form.cleaned_data)
        except HuddleRefusal as refusal:
            messages.error(request, str(refusal))
            return redirect("huddles:promises")
        messages.success(request, "Raised. You hear what becomes of it.")
        return redirect("desk:raised", made.pk)
    context = {
        "page_section": "act",
        "form": form,
        "promise": promise,
        "gathering": gathering,
        "voice": voice,
        "theme": theme,
    }
    return render(request, "huddles/raise.html", context, status=422 if form.errors else 200)


def _raise(request: HttpRequest, promise: Promise | None, told: dict[str, Any]) -> Elevation:
    by, at = request.user.person, timezone.now()
    if promise is not None:
        return promising.raise_promise(promise, **told, by=by, at=at)
    return actions.elevate(**told, unit=by.unit, by=by, at=at)


def _promise(request: HttpRequest, pk: int | None) -> Promise | None:
    seen = promises_visible_to(request.user).select_related("huddle__unit", "person")
    return get_object_or_404(seen, pk=pk) if pk else None


def _gathering(request: HttpRequest, pk: int | None) -> Gathering | None:
    seen = Gathering.objects.all() if may_ask(request.user) else Gathering.objects.none()
    return get_object_or_404(seen, pk=pk) if pk else None


def _first(promise: Promise | None, gathering: Gathering | None) -> dict[str, str]:
    if promise is not None:
        return {"title": promise.text[:120]}
    if gathering is not None:
        day = formats.date_format(timezone.localtime(gathering.starts_at), "j F Y")
        return {"problem": f"{gathering}, {day}: {gathering.minutes}"}
    return {}


def _heard(voice: Signal | None, theme: Theme | None) -> dict[str, object]:
    """The voice goes along, and the theme that is asked for, or the only one that the voice carries."""
    said = list(Theme.objects.filter(mentions__signal=voice, retired_at=None)) if voice else []
    about = theme or (said[0] if len(said) == 1 else None)
    return {"signals": [voice.pk] if voice else [], "theme": about}
