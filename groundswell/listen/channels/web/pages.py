"""The pages where customers answer: one question a screen, without a session and whether scripts run or not.

Opening a page stores nothing: mail scanners follow links. The first tap is a POST and durable before the next screen.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from groundswell.foundation.organisation.models import Unit
from groundswell.listen.surveys.answering import (
    first_open,
    given_back,
    missing_question,
    question_after,
    read_answer,
)
from groundswell.listen.surveys.definition import Question
from groundswell.listen.surveys.errors import AlreadyAnswered, AnswerUnusable
from groundswell.listen.surveys.models import AnswerDraft, SurveyVersion
from groundswell.listen.surveys.queries import asking_version, draft_by, invitation_by

from .answers import is_answered, keep_answers, send_answers
from .endings import gone, lost, thanks
from .later import add_later
from .screens import language_for, screen_of
from .showing import question_page
from .two_devices import HAD, both_words

TOKEN = re.compile(r"[A-Za-z0-9_-]{1,60}")
DOORS = {"qr": AnswerDraft.Door.QR, "site": AnswerDraft.Door.SITE}
KIOSK_ALONE_AFTER = timedelta(seconds=90)
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Way:
    """The address where an answer goes on, where its last page leads back to, and the place it carries along."""

    here: str
    back_to: str = ""
    unit: str = ""

    def to(self, **more: str) -> HttpResponseRedirect:
        carried = more | ({"unit": self.unit} if self.unit and self.back_to else {})
        return HttpResponseRedirect(f"{self.here}?{urlencode(carried)}")


def door(view: View) -> View:
    """A public page without a session: the token or the submission id is the protection.

    What a customer gives is one commit, the signal with it, and one wait for the disk.
    """

    @wraps(view)
    def opened(request: HttpRequest, *words: str, **named: str) -> HttpResponse:
        if request.method != "POST":
            return view(request, *words, **named)
        with transaction.atomic():
            return view(request, *words, **named)

    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(opened))


@door
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a personal link. The first answer stands."""
    invitation = invitation_by(token)
    if invitation is None:
        return lost(request)
    way = Way(reverse("channels:answer", args=[token]))
    held = draft_by(token, version=invitation.version, invitation=invitation, locked=request.method == "POST")
    draft = held or AnswerDraft(
        token=token,
        version=invitation.version,
        invitation=invitation,
        door=AnswerDraft.Door.PERSONAL,
        started_at=timezone.now(),
    )
    if held is None and is_answered(token, invitation.version, invitation):
        return _afterwards(request, draft, way)
    if held is None and invitation.version.survey.closed_at:
        return gone(request, draft, "closed")
    return _turn(request, draft, way)


@door
def open_answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind a link that anybody may open."""
    version = asking_version(code)
    if version is None:
        return lost(request)
    if version.survey.closed_at:
        return gone(request, AnswerDraft(version=version), "closed")
    via = request.POST.get("via") or request.GET.get("via", "")
    draft = _draft(request, version, DOORS.get(via, AnswerDraft.Door.OPEN))
    page = _turn(request, draft, Way(reverse("channels:going_on", args=[code, draft.token])))
    if draft.door == AnswerDraft.Door.SITE:
        page["Access-Control-Allow-Origin"] = "*"  # the site that asked learns whether the tap was kept
    return page


@door
def going_on(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The same answer, gone on with. The address is known only to whoever began it."""
    version = asking_version(code)
    if version is None:
        return lost(request)
    way = Way(reverse("channels:going_on", args=[code, token]))
    draft = draft_by(token, version=version, locked=request.method == "POST")
    if draft is None or draft.version.survey_id != version.survey_id or draft.invitation_id:
        if not is_answered(token, version):
            return lost(request)
        return _afterwards(request, AnswerDraft(token=token, version=version), way)
    if draft.finished_at:
        return thanks(request, draft)
    return _turn(request, draft, way)


@door
@never_cache
def kiosk(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """The page of a device that many people use: it goes back to the start by itself, and shows nobody what another said."""
    version = asking_version(code)
    if version is None:
        return lost(request)
    if version.survey.closed_at and not token:
        return gone(request, AnswerDraft(version=version), "closed")
    place = _place(request)
    unit = place.code if place else ""
    start = reverse("channels:kiosk", args=[code]) + (f"?{urlencode({'unit': unit})}" if unit else "")
    is_post = request.method == "POST"
    held = draft_by(token, version=version, locked=is_post) if token else None
    draft = held if token else _draft(request, version, AnswerDraft.Door.KIOSK)
    if draft is None or draft.door != AnswerDraft.Door.KIOSK:
        if not is_answered(token, version):
            return lost(request)
        return thanks(request, AnswerDraft(token=token, version=version), back_to=start)
    if held and not is_post and timezone.now() - held.touched_at > KIOSK_ALONE_AFTER:
        return HttpResponseRedirect(start)
    way = Way(reverse("channels:kiosk_going_on", args=[code, draft.token]), start, unit)
    return _turn(request, draft, way)


def _place(request: HttpRequest) -> Unit | None:
    """The part of the organisation that a printed code or a device names. A code that nobody knows names none."""
    named = request.POST.get("unit") or request.GET.get("unit", "")
    return Unit.objects.filter(code__iexact=named[:60]).first() if named else None


def _draft(request: HttpRequest, version: SurveyVersion, door: str) -> AnswerDraft:
    """What this page began before, or a fresh one that is not stored yet."""
    given = request.POST.get("submission", "")
    is_ours = TOKEN.fullmatch(given)
    token = given if is_ours else secrets.token_urlsafe(16)
    held = draft_by(token, version=version, locked=True) if is_ours else None
    if held and held.version.survey_id == version.survey_id and not held.invitation_id:
        return held
    token = secrets.token_urlsafe(16) if held else token
    return AnswerDraft(
        token=token, version=version, door=door, unit=_place(request), started_at=timezone.now()
    )


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
        return question_page(draft, screen, way.back_to, way.unit, kept=kept, is_tapped=kept is None)
    question = draft.wording.question(request.GET.get("q", ""))
    if question is None or draft.pk is None:
        question = first_open(draft.wording, draft.answers)
    is_resumed = draft.pk is not None and "q" not in request.GET and not way.back_to
    screen = screen_of(draft, question, draft.language)
    return question_page(draft, screen, way.back_to, way.unit, before=kept if is_resumed else None)


def _tapped(request: HttpRequest, core: Question) -> Any:
    """The number that was tapped in a message; opening the link stores nothing of it."""
    try:
        return read_answer(core, lambda key: request.GET.getlist(key) or request.GET.getlist("score"))
    except AnswerUnusable:
        return None


def _take(request: HttpRequest, draft: AnswerDraft, way: Way, at: datetime) -> HttpResponse:
    wording, core = draft.wording, draft.wording.core
    questions = _posted(request, draft)
    if draft.pk is None and core not in questions:
        if is_answered(draft.token, draft.version, draft.invitation):
            return _afterwards(request, draft, way)
        questions = [core]
    given: dict[str, Any] = {}
    wrong = None
    for question in questions or [core]:
        try:
            given[question.key] = read_answer(question, request.POST.getlist)
            if given[question.key] is None and question is core:
                raise AnswerUnusable("number")
        except AnswerUnusable as unusable:
            given.pop(question.key, None)
            wrong = question, unusable.word, given_back(question, request.POST.getlist)
            break
        both = both_words(question, draft.answers, given[question.key], request.POST.get(HAD))
        if both is not None:
            given[question.key] = both
            wrong = question, "both", both
            break
    try:
        draft = keep_answers(draft, given, at=at) if given else draft
    except AlreadyAnswered:
        return _afterwards(request, draft, way)
    if wrong:
        question, word, back = wrong
        screen = screen_of(draft, question, draft.language, value=back)
        return question_page(draft, screen, way.back_to, way.unit, error=word)
    asked = questions[-1] if questions else core
    following = (
        None if request.POST.get("go") == "send" else question_after(wording, draft.answers, asked.key)
    )
    following = following or missing_question(wording, draft.answers)
    if following is not None:
        return way.to(q=following.key, lang=draft.language)
    send_answers(draft, at=at)
    return way.to(lang=draft.language, sent="1")


def _posted(request: HttpRequest, draft: AnswerDraft) -> list[Question]:
    """What the page asked, and whatever else came with it."""
    asked = request.POST.get("q", "")
    return [one for one in draft.wording.questions if one.key == asked or one.key in request.POST]


def _afterwards(request: HttpRequest, draft: AnswerDraft, way: Way) -> HttpResponse:
    """The answer is here already. It stands; what it left open may still be said."""
    if request.method != "POST":
        is_used = draft.invitation_id and "sent" not in request.GET
        return gone(request, draft, "used") if is_used else thanks(request, draft, back_to=way.back_to)
    stands = [_is_kept(request, draft, question) for question in _posted(request, draft)]
    language = language_for(request, draft.wording, request.POST.get("lang", "")[:20])
    return way.to(lang=language, **({"sent": "1"} if all(stands) or not draft.invitation_id else {}))


def _is_kept(request: HttpRequest, draft: AnswerDraft, question: Question) -> bool:
    """Whether what was given to this question stands here. Nothing given is nothing lost."""
    try:
        value = read_answer(question, request.POST.getlist)
    except AnswerUnusable:
        return False
    return value is None or add_later(draft, question.key, value, at=timezone.now())
