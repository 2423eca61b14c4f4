"""The last page of the way: thanks, answered already, closed, or a link that leads nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from groundswell.foundation.access.rules import STEERS
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.languages import spoken_here, usual_word, words_of
from groundswell.listen.surveys.models import AnswerDraft

from .answers import sources_of
from .later import words_left_open
from .screens import language_for, said, screen_of, wishes_of
from .showing import complain_address, public_page

GONE, NOT_FOUND = 410, 404


def thanks(request: HttpRequest, draft: AnswerDraft, *, back_to: str = "") -> HttpResponse:
    """The answer is here."""
    wording, language = draft.wording, language_for(request, draft.wording, draft.language)
    ways_on = _ways_on(request, draft)
    is_later = "sent" not in request.GET and not back_to and not ways_on and draft.trial is None
    context = _context(draft, language) | {
        "own_words": said(wording, wording.thanks, language),
        "back_to": back_to,
        "is_test": draft.trial is not None,
        "ways_on": ways_on,
        "screen": _open_screen(draft, language) if is_later else None,
    }
    return public_page("channels/thanks.html", context, language)


def gone(request: HttpRequest, draft: AnswerDraft, word: str) -> HttpResponse:
    """Nothing can be chosen here any more; ``word`` names the sentence that says why. A why that is open may be said."""
    language = language_for(request, draft.wording, draft.language)
    context = _context(draft, language)
    context |= {
        "sentence": context["words"][word],
        "screen": _open_screen(draft, language) if word == "used" else None,
    }
    return public_page("channels/gone.html", context, language, status=GONE)


def lost(request: HttpRequest) -> HttpResponse:
    """A link that nobody gave out, mistyped or cut off on its way."""
    language = spoken_here(wishes_of(request))
    words = {word: usual_word(word, language) for word in ("lost", "lost_more", "complain")}
    context = {"words": words, "complain": reverse("complaints:complain")}
    return public_page("channels/lost.html", context, language, status=NOT_FOUND)


def _context(draft: AnswerDraft, language: str) -> dict[str, Any]:
    return {
        "words": words_of(draft.wording, language),
        "survey": draft.version.survey,
        "complain": complain_address(draft, language=language),
    }


def _open_screen(draft: AnswerDraft, language: str) -> Any:
    """The question whose words are still missing, as it would have been asked."""
    left = words_left_open(draft)
    if left is None:
        return None
    draft.answers = dict(left[1])
    return screen_of(draft, left[0], language)


def _ways_on(request: HttpRequest, draft: AnswerDraft) -> list[tuple[str, str]]:
    """Where a colleague goes on after asking by telephone."""
    user, survey = request.user, draft.version.survey
    if not user.is_authenticated or not _was_by_telephone(draft):
        return []
    on = [("Next caller", reverse("asking:phone", args=[survey.code]))]
    if user.role in {*STEERS, "lead"}:
        return [*on, ("Back to the survey", reverse("surveys:survey", args=[survey.code]))]
    return [*on, ("Back to today", reverse("desk:home"))]


def _was_by_telephone(draft: AnswerDraft) -> bool:
    sources = sources_of(draft.version, None)
    return Signal.objects.filter(source__in=sources, key=draft.token, channel=Signal.Channel.PHONE).exists()
