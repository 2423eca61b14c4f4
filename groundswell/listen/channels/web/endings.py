"""The last page of the way: thanks, answered already, or closed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from groundswell.foundation.access.rules import STEERS
from groundswell.listen.signals.models import Signal
from groundswell.listen.surveys.languages import words_of
from groundswell.listen.surveys.models import AnswerDraft, SurveyVersion

from .screens import direction, language_for, said

GONE = 410


def thanks(request: HttpRequest, draft: AnswerDraft, *, back_to: str = "") -> HttpResponse:
    """The answer is here."""
    context = _context(request, draft)
    wording = draft.wording
    context |= {
        "own_words": said(wording, wording.thanks, context["LANGUAGE_CODE"]),
        "back_to": back_to,
        "is_test": draft.trial is not None,
        "ways_on": _ways_on(request, draft),
    }
    return render(request, "channels/thanks.html", context)


def gone(request: HttpRequest, draft: AnswerDraft, word: str) -> HttpResponse:
    """Nothing can be answered here any more; ``word`` names the sentence that says why."""
    context = _context(request, draft)
    return render(request, "channels/gone.html", context | {"sentence": context["words"][word]}, status=GONE)


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


def _context(request: HttpRequest, draft: AnswerDraft) -> dict[str, object]:
    language = language_for(request, draft.wording, draft.language)
    return {
        "words": words_of(draft.wording, language),
        "survey": draft.version.survey,
        "complain": complain_address(draft, language=language),
    } | direction(language)


def _ways_on(request: HttpRequest, draft: AnswerDraft) -> list[tuple[str, str]]:
    """Where a colleague goes on after asking by telephone."""
    user, survey = request.user, draft.version.survey
    if not user.is_authenticated or not _was_by_telephone(draft.version, draft.token):
        return []
    on = [("Next caller", reverse("channels:phone", args=[survey.code]))]
    if user.role in {*STEERS, "lead"}:
        return [*on, ("Back to the survey", reverse("surveys:survey", args=[survey.code]))]
    return [*on, ("Back to today", reverse("desk:home"))]


def _was_by_telephone(version: SurveyVersion, token: str) -> bool:
    return Signal.objects.filter(
        source=f"open link {version.survey.code}", key=token, channel=Signal.Channel.PHONE
    ).exists()
