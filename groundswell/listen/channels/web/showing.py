"""One screen as a page. Nothing on it depends on who looks, so that it is made without a session or a frame."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from groundswell.foundation.organisation.queries import organisation_name
from groundswell.listen.surveys.models import AnswerDraft

from .screens import Screen, direction, languages_to_choose
from .two_devices import mark_of

ANYBODY = "of-one-person-only"
MOST_KNOWN = 200
KNOWN_PAGES: dict[str, str] = {}
PLACED = (AnswerDraft.Door.QR, AnswerDraft.Door.SITE)


def public_page(template: str, context: dict[str, Any], language: str, *, status: int = 200) -> HttpResponse:
    """A page for customers in their language and its direction."""
    named = (
        {} if "organisation_name" in context else {"organisation_name": organisation_name() or "Groundswell"}
    )
    return HttpResponse(render_to_string(template, named | context | direction(language)), status=status)


def question_page(
    draft: AnswerDraft,
    screen: Screen,
    back_to: str = "",
    unit: str = "",
    *,
    error: str = "",
    kept: Any = None,
    is_tapped: bool = False,
    before: Any = None,
) -> HttpResponse:
    """One question. ``kept`` is the number that a newly tapped one would replace; ``error`` names what was wrong;
    ``before`` is the number of an answer that is gone on with, perhaps on another device."""
    is_new = draft.pk is None
    is_for_all = not error and not draft.invitation_id and screen.value is None and screen.is_same_for_all
    is_core = screen.is_core and not error
    context = {
        "token": ANYBODY if is_for_all else draft.token,
        "screen": screen,
        "error": screen.words.get(error, "") if error else "",
        "languages": languages_to_choose(draft.wording),
        "back_to": back_to,
        "is_left_alone": bool(back_to) and not is_core,
        "keeps_words": not back_to and not draft.wording.is_confidential,
        "via": draft.door if is_new and draft.door in PLACED else "",
        "unit": draft.unit.code if is_new and draft.unit else unit,
        "is_test": draft.trial is not None,
        "is_tapped": is_tapped,
        "change": _with_numbers(screen.words["change"], kept, screen.value),
        "keep": _with_numbers(screen.words["keep"], kept, ""),
        "so_far": "" if screen.is_core else _with_numbers(screen.words["so_far"], before, ""),
        "complain": complain_address(draft, language=draft.language),
        "organisation_name": organisation_name() or "Groundswell",
        "version": draft.version_id,
        "had": mark_of(draft.answers.get(screen.question.key)),
    }
    if is_for_all:
        return HttpResponse(_known_page(context, screen.language).replace(ANYBODY, draft.token))
    return public_page("channels/question.html", context, screen.language, status=422 if error else 200)


def _known_page(context: dict[str, Any], language: str) -> str:
    """A page that differs from person to person by its token only: made once, and again when a word of it changes."""
    key = repr(context)
    if key not in KNOWN_PAGES:
        if len(KNOWN_PAGES) >= MOST_KNOWN:
            KNOWN_PAGES.clear()
        KNOWN_PAGES[key] = render_to_string("channels/question.html", context | direction(language))
    return KNOWN_PAGES[key]


def complain_address(draft: AnswerDraft, *, language: str = "") -> str:
    """The door for complaints. A personal link lets it know who comes, a code on a wall where, a kiosk where to go on."""
    asks = {"from": draft.token} if draft.invitation_id else {}
    if draft.unit or draft.door == AnswerDraft.Door.KIOSK:
        asks |= {"survey": draft.version.survey.code, "unit": draft.unit.code if draft.unit else ""}
    if draft.door == AnswerDraft.Door.KIOSK:
        asks["kiosk"] = "1"
    if language and language != draft.wording.languages[0]:
        asks["lang"] = language
    query = urlencode({name: value for name, value in asks.items() if value})
    return reverse("complaints:complain") + (f"?{query}" if query else "")


def _with_numbers(words: str, kept: Any, tapped: Any) -> str:
    """The words may be the survey's own, so that nothing but two numbers is filled in."""
    return "" if kept is None else words.replace("{0}", str(kept)).replace("{1}", str(tapped))
