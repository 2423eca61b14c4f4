"""The pages where customers answer: one question a screen, without scripts and without a session.

Opening a page stores nothing: mail scanners follow links. The first tap is a POST and durable before the next screen.
"""

import re
import secrets
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from groundswell.listen.surveys.answering import first_open, missing_question, question_after, read_answer
from groundswell.listen.surveys.definition import Question
from groundswell.listen.surveys.errors import AlreadyAnswered, AnswerUnusable
from groundswell.listen.surveys.languages import words_of
from groundswell.listen.surveys.models import AnswerDraft, SurveyVersion
from groundswell.listen.surveys.queries import asking_version, draft_by, invitation_by

from .answers import finish_answers, is_answered, keep_answer
from .screens import Screen, direction, language_for, languages_to_choose, screen_of

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,60}")
DOORS = {"qr": AnswerDraft.Door.QR, "site": AnswerDraft.Door.SITE}
INTERCEPT = Path(__file__).parent / "intercept.js"


@csrf_exempt  # a public page without a session: the token or the submission id is the protection
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a personal link. The first answer stands."""
    invitation = invitation_by(token)
    if invitation is None:
        raise Http404
    here = reverse("channels:answer", args=[token])
    draft = draft_by(token, version=invitation.version, invitation=invitation) or AnswerDraft(
        token=token,
        version=invitation.version,
        invitation=invitation,
        door=AnswerDraft.Door.PERSONAL,
        started_at=timezone.now(),
    )
    if is_answered(token, invitation.version, invitation):
        return _thanks(request, draft)
    return _turn(request, draft, here)


@csrf_exempt  # as above
def open_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a link that anybody may open."""
    version = _version(code)
    via = request.POST.get("via") or request.GET.get("via", "")
    door = DOORS.get(via, AnswerDraft.Door.OPEN)
    draft = _draft(request, version, door)
    here = reverse("channels:going_on", args=[code, draft.token])
    return _turn(request, draft, here)


@csrf_exempt  # as above
def going_on(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The same answer, gone on with. The address is known only to whoever began it."""
    version = _version(code)
    draft = draft_by(token, version=version)
    here = reverse("channels:going_on", args=[code, token])
    if draft is None or draft.version.survey_id != version.survey_id or draft.invitation_id:
        if not is_answered(token, version):
            raise Http404
        return _thanks(request, AnswerDraft(token=token, version=version))
    if draft.finished_at:
        return _thanks(request, draft)
    return _turn(request, draft, here)


@csrf_exempt  # as above
@never_cache
def kiosk(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """The page of a device that many people use: it goes back to the start by itself."""
    version = _version(code)
    start = reverse("channels:kiosk", args=[code])
    draft = draft_by(token, version=version) if token else _draft(request, version, AnswerDraft.Door.KIOSK)
    if draft is None or draft.door != AnswerDraft.Door.KIOSK:
        if not is_answered(token, version):
            raise Http404
        return _thanks(request, AnswerDraft(token=token, version=version), back_to=start)
    here = reverse("channels:kiosk_going_on", args=[code, draft.token])
    return _turn(request, draft, here, back_to=start)


@require_safe
def intercept(request: HttpRequest) -> HttpResponse:
    """The script that asks on any site. It loads nothing further and keeps nothing without consent."""
    script = HttpResponse(INTERCEPT.read_bytes(), content_type="text/javascript; charset=utf-8")
    script["Cache-Control"] = "public, max-age=3600"
    script["Cross-Origin-Resource-Policy"] = "cross-origin"
    return script


def _version(code: str) -> SurveyVersion:
    version = asking_version(code)
    if version is None:
        raise Http404
    return version


def _draft(request: HttpRequest, version: SurveyVersion, door: str) -> AnswerDraft:
    """What this page began before, or a fresh one that is not stored yet."""
    given = request.POST.get("submission", "")
    is_ours = TOKEN.fullmatch(given)
    token = given if is_ours else secrets.token_urlsafe(16)
    held = draft_by(token, version=version) if is_ours else None
    if held and held.version.survey_id == version.survey_id and not held.invitation_id:
        return held
    token = secrets.token_urlsafe(16) if held else token
    return AnswerDraft(token=token, version=version, door=door, started_at=timezone.now())


def _turn(request: HttpRequest, draft: AnswerDraft, here: str, *, back_to: str = "") -> HttpResponse:
    """Show a question, or take an answer and go on."""
    given = request.POST if request.method == "POST" else request.GET
    draft.language = language_for(request, draft.wording, given.get("lang", "")[:20] or draft.language)
    if request.method == "POST":
        return _take(request, draft, here, back_to, timezone.now())
    question = draft.wording.question(request.GET.get("q", ""))
    if question is None or draft.pk is None:
        question = first_open(draft.wording, draft.answers)
    screen = screen_of(draft, question, draft.language, value=_tapped(request, question))
    return _page(request, draft, screen, back_to)


def _tapped(request: HttpRequest, question: Question) -> object:
    """The number that was tapped in a message; it is only chosen, not stored."""
    if not question.is_scale:
        return None
    try:
        return read_answer(question, lambda key: request.GET.getlist(key) or request.GET.getlist("score"))
    except AnswerUnusable:
        return None


@transaction.atomic  # the last answer and the signal are one commit, and one wait for the disk
def _take(request: HttpRequest, draft: AnswerDraft, here: str, back_to: str, at: datetime) -> HttpResponse:
    wording, asked = draft.wording, request.POST.get("q", "")
    questions = [one for one in wording.questions if one.key == asked or one.key in request.POST]
    if draft.pk is None and wording.core not in questions:
        questions = [wording.core]
    for question in questions or [wording.core]:
        try:
            value = read_answer(question, request.POST.getlist)
            if value is None and question is wording.core:
                raise AnswerUnusable("number")
        except AnswerUnusable as unusable:
            screen = screen_of(draft, question, draft.language)
            return _page(request, draft, screen, back_to, error=unusable.word)
        try:
            draft = keep_answer(draft, question, value, at=at)
        except AlreadyAnswered:
            return _thanks(request, draft, back_to=back_to)
    return _go_on(draft, questions[-1] if questions else wording.core, here, request.POST.get("go", ""), at)


def _go_on(draft: AnswerDraft, question: Question, here: str, go: str, at: datetime) -> HttpResponse:
    following = None if go == "send" else question_after(draft.wording, draft.answers, question.key)
    following = following or missing_question(draft.wording, draft.answers)
    if following is None:
        finish_answers(draft, at=at)
        return HttpResponseRedirect(f"{here}?{urlencode({'lang': draft.language})}")
    return HttpResponseRedirect(f"{here}?{urlencode({'q': following.key, 'lang': draft.language})}")


def _page(
    request: HttpRequest, draft: AnswerDraft, screen: Screen, back_to: str, *, error: str = ""
) -> HttpResponse:
    context = {
        "draft": draft,
        "screen": screen,
        "error": screen.words.get(error, "") if error else "",
        "languages": languages_to_choose(draft.wording),
        "back_to": back_to,
        "via": draft.door if draft.pk is None and draft.door in DOORS.values() else "",
        "is_test": draft.trial is not None,
    }
    return render(
        request, "channels/question.html", context | direction(screen.language), status=422 if error else 200
    )


def _thanks(request: HttpRequest, draft: AnswerDraft, *, back_to: str = "") -> HttpResponse:
    wording = draft.wording
    language = language_for(request, wording, draft.language)
    context = {
        "words": words_of(wording, language),
        "own_words": wording.said(wording.thanks, language),
        "back_to": back_to,
        "is_test": draft.trial is not None,
        "survey": draft.version.survey,
    }
    return render(request, "channels/thanks.html", context | direction(language))
