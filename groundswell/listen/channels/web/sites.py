"""Asking on any site: a script, and the one question that it shows. Both may be read from everywhere; neither knows anybody."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from groundswell.listen.surveys.languages import is_right_to_left
from groundswell.listen.surveys.models import AnswerDraft, Survey
from groundswell.listen.surveys.queries import current_version

from .endings import GONE
from .screens import language_for, screen_of

INTERCEPT = Path(__file__).parent / "intercept.js"


@require_safe
def intercept(request: HttpRequest) -> HttpResponse:
    """The script. It loads the question when it asks, and keeps nothing without consent."""
    script = HttpResponse(INTERCEPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    return _for_every_site(script, seconds=3600)


@require_safe
def question(request: HttpRequest, code: str) -> HttpResponse:
    """The core question in the language of the site or of the browser."""
    survey = get_object_or_404(Survey.objects.select_related("touchpoint"), code=code)
    if survey.closed_at:
        return _for_every_site(JsonResponse({"closed": True}, status=GONE), seconds=60)
    draft = AnswerDraft(version=current_version(survey))
    language = language_for(request, draft.wording)
    screen = screen_of(draft, draft.wording.core, language)
    told = {
        "key": screen.question.key,
        "text": str(screen.text),
        "low": str(screen.low),
        "high": str(screen.high),
        "numbers": list(screen.question.numbers),
        "lang": language,
        "dir": "rtl" if is_right_to_left(language) else "ltr",
    } | {name: screen.words[name] for name in ("thanks", "close", "why", "confirm")}
    answer = _for_every_site(JsonResponse(told), seconds=300)
    answer["Vary"] = "Accept-Language"
    return answer


def _for_every_site(answer: HttpResponse, *, seconds: int) -> HttpResponse:
    answer["Cache-Control"] = f"public, max-age={seconds}"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
