"""The pages of the themes' words."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address, words
from groundswell.understand.scores.rules import READS_SCORES
from groundswell.understand.themes.actions import bring_back_theme, change_theme, make_theme, retire_theme
from groundswell.understand.themes.errors import ThemeRefused
from groundswell.understand.themes.models import Theme

from .forms import ThemeForm, terms_of
from .queries import theme_line, theme_list, wordings_of
from .rules import MAKES_THEMES
from .trying import Trial, try_words, words_without_theme


@for_roles(*READS_SCORES)
def theme_words(request: HttpRequest) -> HttpResponse:
    """Every theme with the voices that fall under it, and what no theme holds yet."""
    read_address(request)
    may_make, today = request.user.role in MAKES_THEMES, timezone.localdate()
    unheld = words_without_theme(request.user) if may_make else None
    return _page(request, "list", themes=theme_list(request.user, today), unheld=unheld)


@for_roles(*MAKES_THEMES)
def new_theme(request: HttpRequest) -> HttpResponse:
    """One more theme: tried as often as wanted, then made."""
    asked = read_address(request, words=words)
    start = {"terms": terms_of(asked["words"]), "name": asked["words"].capitalize()}
    form = ThemeForm(request.POST or None, initial=start if asked["words"] else None)
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        made = _done(form, lambda given: make_theme(code="", **given, by=request.user, at=timezone.now()))
        if made:
            messages.success(request, f"“{made}” is made. New voices are read with it from now on.")
            return redirect("theming:theme", made.pk)
    trial = _trial(request, form, start["terms"])
    return _page(request, "new", 422 if form.errors else 200, form=form, trial=trial)


@for_roles(*READS_SCORES)
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme: what falls under it, its words and how they came about; who makes themes changes it here."""
    read_address(request)
    found, may_make = get_object_or_404(Theme, pk=pk), request.user.role in MAKES_THEMES
    if request.method == "POST" and not may_make:
        raise PermissionDenied(
            "The customer advocacy office and analysts word themes. Tell them what you miss."
        )
    form = ThemeForm(request.POST or None, initial=_words_of(found))
    if request.method == "POST" and form.is_valid() and "look" not in request.POST:
        now = timezone.now()
        if changed := _done(form, lambda given: change_theme(found, **given, by=request.user, at=now)):
            again = changed.version > found.version and not changed.retired_at
            also = " What was said before is searched again by its new words." if again else ""
            messages.success(request, f"“{changed}” is changed.{also}")
            return redirect("theming:theme", pk)
    return _page(
        request,
        "theme",
        422 if form.errors else 200,
        line=theme_line(found, request.user, timezone.localdate()),
        wordings=wordings_of(found),
        form=form,
        trial=_trial(request, form, [], of=found),
    )


@require_POST
@for_roles(*MAKES_THEMES)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing new falls under it any more, or, where it was retired, it is found again."""
    found, at = get_object_or_404(Theme, pk=pk), timezone.now()
    if not found.retired_at:
        retire_theme(found, by=request.user, at=at)
        messages.success(request, f"“{found}” is retired. What was found stays with its figures.")
        return redirect("theming:theme", pk)
    try:
        bring_back_theme(found, by=request.user, at=at)
    except ThemeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"“{found}” is found again, also in what was said meanwhile.")
    return redirect("theming:theme", pk)


def _done(form: ThemeForm, deed: Any) -> Theme | None:
    try:
        return deed(form.cleaned_data)
    except ThemeRefused as refused:
        form.add_error(refused.field, str(refused))
        return None


def _trial(request: HttpRequest, form: ThemeForm, start: list[str], of: Theme | None = None) -> Trial | None:
    """What would fall under the words, when somebody asked to see it or came with words."""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return try_words(given["terms"], given["never_terms"], request.user, of=of)
    if request.method == "POST" or not start:
        return None
    return try_words(start, [], request.user)


def _words_of(theme: Theme) -> dict[str, Any]:
    return {name: getattr(theme, name) for name in ("name", "description", "terms", "never_terms")}


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    frame = {"page_section": "understand", "may_make": request.user.role in MAKES_THEMES}
    return render(request, f"theming/{name}.html", {**frame, **context}, status=status)
