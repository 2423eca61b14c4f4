"""The pages where customers answer: one question a screen, without a session and whether scripts run or not.

Opening a page stores nothing: mail scanners follow links. The first tap is a POST and durable before the next screen.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.answering import first_open, missing_question, question_after, read_answer
from groundswell.listen.surveys.definition import Question
from groundswell.listen.surveys.errors import AlreadyAnswered, AnswerUnusable
from groundswell.listen.surveys.models import AnswerDraft, SurveyVersion
from groundswell.listen.surveys.queries import asking_version, draft_by, invitation_by

from .answers import finish_answers, is_answered, keep_answer
from .endings import complain_address, gone, thanks
from .screens import Screen, direction, language_for, languages_to_choose, screen_of

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,60}")
DOORS = {"qr": AnswerDraft.Door.QR, "site": AnswerDraft.Door.SITE}
asking = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Way:
    """The address where an answer goes on, where its last page leads back to, and the place it carries along."""

    here: str
    back_to: str = ""
    unit: str = ""

    def to(self, **more: str) -> HttpResponseRedirect:
        carried = more | ({"unit": self.unit} if self.unit and self.back_to else {})
        return HttpResponseRedirect(f"{self.here}?{urlencode(carried)}")


@csrf_exempt  # a public page without a session: the token or the submission id is the protection
@asking
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a personal link. The first answer stands."""
    invitation = invitation_by(token)
    if invitation is None:
        raise Http404
    held = draft_by(token, version=invitation.version, invitation=invitation)
    draft = held or AnswerDraft(
        token=token,
        version=invitation.version,
        invitation=invitation,
        door=AnswerDraft.Door.PERSONAL,
        started_at=timezone.now(),
    )
    if is_answered(token, invitation.version, invitation):
        return thanks(request, draft) if "sent" in request.GET else gone(request, draft, "used")
    if held is None and invitation.version.survey.closed_at:
        return gone(request, draft, "closed")
    return _turn(request, draft, Way(reverse("channels:answer", args=[token])))


@csrf_exempt  # as above
@asking
def open_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a link that anybody may open."""
    version = _version(code)
    if version.survey.closed_at:
        return gone(request, AnswerDraft(version=version), "closed")
    via = request.POST.get("via") or request.GET.get("via", "")
    draft = _draft(request, version, DOORS.get(via, AnswerDraft.Door.OPEN))
    here = reverse("channels:going_on", args=[code, draft.token])
    return _answered(request, draft) or _turn(request, draft, Way(here))


@csrf_exempt  # as above
@asking
def going_on(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The same answer, gone on with. The address is known only to whoever began it."""
    version = _version(code)
    draft = draft_by(token, version=version)
    if draft is None or draft.version.survey_id != version.survey_id or draft.invitation_id:
        if not is_answered(token, version):
            raise Http404
        return thanks(request, AnswerDraft(token=token, version=version))
    if draft.finished_at:
        return thanks(request, draft)
    return _turn(request, draft, Way(reverse("channels:going_on", args=[code, token])))


@csrf_exempt  # as above
@asking
@never_cache
def kiosk(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """The page of a device that many people use: it goes back to the start by itself."""
    version = _version(code)
    if version.survey.closed_at and not token:
        return gone(request, AnswerDraft(version=version), "closed")
    place = _place(request)
    unit = place.code if place else ""
    start = reverse("channels:kiosk", args=[code]) + (f"?{urlencode({'unit': unit})}" if unit else "")
    draft = draft_by(token, version=version) if token else _draft(request, version, AnswerDraft.Door.KIOSK)
    if draft is None or draft.door != AnswerDraft.Door.KIOSK:
        if not is_answered(token, version):
            raise Http404
        return thanks(request, AnswerDraft(token=token, version=version), back_to=start)
    way = Way(reverse("channels:kiosk_going_on", args=[code, draft.token]), start, unit)
    return _answered(request, draft, start) or _turn(request, draft, way)


def _version(code: str) -> SurveyVersion:
    version = asking_version(code)
    if version is None:
        raise Http404
    return version


def _place(request: HttpRequest) -> Unit | None:
    """The part of the organisation that a printed code or a device names. A code that nobody knows names none."""
    named = request.POST.get("unit") or request.GET.get("unit", "")
    return Unit.objects.filter(code__iexact=named[:60]).first() if named else None


def _draft(request: HttpRequest, version: SurveyVersion, door: str) -> AnswerDraft:
    """What this page began before, or a fresh one that is not stored yet."""
    given = request.POST.get("submission", "")
    is_ours = TOKEN.fullmatch(given)
    token = given if is_ours else secrets.token_urlsafe(16)
    held = draft_by(token, version=version) if is_ours else None
    if held and held.version.survey_id == version.survey_id and not held.invitation_id:
        return held
    token = secrets.token_urlsafe(16) if held else token
    return AnswerDraft(
        token=token, version=version, door=door, unit=_place(request), started_at=timezone.now()
    )


def _answered(request: HttpRequest, draft: AnswerDraft, back_to: str = "") -> HttpResponse | None:
    if request.method == "POST" and is_answered(draft.token, draft.version):
        return thanks(request, draft, back_to=back_to)
    return None


def _turn(request: HttpRequest, draft: AnswerDraft, way: Way) -> HttpResponse:
    """Show a question, or take an answer and go on."""
    given = request.POST if request.method == "POST" else request.GET
    draft.language = language_for(request, draft.wording, given.get("lang", "")[:20] or draft.language)
    if request.method == "POST":
        return _take(request, draft, way, timezone.now())
    core, kept = draft.wording.core, draft.answers.get(draft.wording.core.key)
    tapped = None if "q" in request.GET else _tapped(request, core)
    if tapped is not None and tapped != kept:
        screen = screen_of(draft, core, draft.language, value=tapped)
        return _page(request, draft, screen, way, kept=kept, is_tapped=kept is None)
    question = draft.wording.question(request.GET.get("q", ""))
    if question is None or draft.pk is None:
        question = first_open(draft.wording, draft.answers)
    return _page(request, draft, screen_of(draft, question, draft.language), way)


def _tapped(request: HttpRequest, core: Question) -> Any:
    """The number that was tapped in a message; opening the link stores nothing of it."""
    try:
        return read_answer(core, lambda key: request.GET.getlist(key) or request.GET.getlist("score"))
    except AnswerUnusable:
        return None


@transaction.atomic  # the last answer and the signal are one commit, and one wait for the disk
def _take(request: HttpRequest, draft: AnswerDraft, way: Way, at: datetime) -> HttpResponse:
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
            return _page(request, draft, screen, way, error=unusable.word)
        try:
            draft = keep_answer(draft, question, value, at=at)
        except AlreadyAnswered:
            return thanks(request, draft, back_to=way.back_to)
    return _go_on(draft, questions[-1] if questions else wording.core, way, request.POST.get("go", ""), at)


def _go_on(draft: AnswerDraft, question: Question, way: Way, go: str, at: datetime) -> HttpResponse:
    following = None if go == "send" else question_after(draft.wording, draft.answers, question.key)
    following = following or missing_question(draft.wording, draft.answers)
    if following is None:
        finish_answers(draft, at=at)
        return way.to(lang=draft.language, sent="1")
    return way.to(q=following.key, lang=draft.language)


def _page(
    request: HttpRequest,
    draft: AnswerDraft,
    screen: Screen,
    way: Way,
    *,
    error: str = "",
    kept: Any = None,
    is_tapped: bool = False,
) -> HttpResponse:
    """One screen. ``kept`` is the number that a newly tapped one would replace."""
    is_new = draft.pk is None
    context = {
        "draft": draft,
        "screen": screen,
        "error": screen.words.get(error, "") if error else "",
        "languages": languages_to_choose(draft.wording),
        "back_to": way.back_to,
        "via": draft.door if is_new and draft.door in DOORS.values() else "",
        "unit": draft.unit.code if is_new and draft.unit else way.unit,
        "is_test": draft.trial is not None,
        "is_tapped": is_tapped,
        "change": _with_numbers(screen.words["change"], kept, screen.value),
        "keep": _with_numbers(screen.words["keep"], kept, ""),
        "complain": complain_address(draft, language=draft.language),
    }
    return render(
        request, "channels/question.html", context | direction(screen.language), status=422 if error else 200
    )


def _with_numbers(words: str, kept: Any, tapped: Any) -> str:
    """The words may be the survey's own, so that nothing but two numbers is filled in."""
    return "" if kept is None else words.replace("{0}", str(kept)).replace("{1}", str(tapped))
