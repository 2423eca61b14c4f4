"""The journey page, the stories behind it, and what handling costs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, STEERS, for_roles
from groundswell.look import downloads
from groundswell.look.addresses import plain_address, read_address
from groundswell.science.scores.definition import NPS
from groundswell.understand.scores.explorer import permanent
from groundswell.understand.scores.question import (
    ONLY_OF_VOICES,
    PERIODS,
    Question,
    UnreadableQuestion,
    read_question,
)

from .costs import rates_that_hold, state_rate
from .forms import RateForm
from .models import Aftermath, Handled, Path, StoryVoice
from .picture import picture_of
from .rows import rows_of
from .stories import stories_behind
from .told_paths import named_steps
from .weakest import read_the_journey

SEE_EVERYTHING = (*STEERS, User.Role.ANALYST)


@for_roles(*LEADS, User.Role.ANALYST)
def journey(request: HttpRequest) -> HttpResponse:
    """Where the journey is weakest, as far as the answers can tell."""
    try:
        question = read_question(
            plain_address(request),
            request.user,
            timezone.localdate(),
            also=downloads.ASKED,
            without=ONLY_OF_VOICES,
        )
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    read = read_the_journey(question, request.user)
    charts, here = {"journey": picture_of(read)}, reverse("journeys_read:journey")
    if file := downloads.file_asked(request, charts, _origin(question)):
        return file
    leaving = downloads.with_downloads(
        charts, f"{here}?{question.address()}", f"{here}?{permanent(question)}"
    )
    return _page(
        request,
        "journey",
        question=question,
        read=read,
        evidence=read.evidence,
        rows=rows_of(read),
        chart=leaving["journey"],
        periods=PERIODS.items(),
        may_state=request.user.role in STEERS,
    )


@for_roles(*SEE_EVERYTHING)
def before(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest stories that ended with a poor relationship score, by one way."""
    path = get_object_or_404(Path.objects.select_related("reading"), pk=pk)
    return _stories(request, path.voices.all(), path=path, steps=named_steps(path))


@for_roles(*SEE_EVERYTHING)
def turned(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest stories that turned from good at one touchpoint to bad at another."""
    pairs = Aftermath.objects.exclude(after=None).select_related("reading", "touchpoint", "after")
    pair = get_object_or_404(pairs, pk=pk)
    return _stories(request, pair.voices.all(), pair=pair)


@for_roles(*STEERS)
def rates(request: HttpRequest) -> HttpResponse:
    """What handling one contact, complaint or case costs, and who says so."""
    read_address(request)
    form = RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        state_rate(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "Stated. The journey reckons with it from now on.")
        return redirect("journeys_read:rates")
    counted = Handled.objects.select_related("touchpoint")
    context = {"form": form, "rates": rates_that_hold(), "counted": counted}
    return _page(request, "rates", status=422 if form.errors else 200, **context)


def _origin(question: Question) -> downloads.Origin:
    return downloads.Origin(
        of=f"Experience scores along the journey of {question.unit or 'the whole within sight'}",
        period=f"{question.period_words} ({question.since} to {question.until})",
        definition=f"{NPS.code} {NPS.version}",
        meaning=NPS.sentence,
        counted_on=question.today,
    )


def _stories(request: HttpRequest, voices: QuerySet[StoryVoice], **context: Any) -> HttpResponse:
    read_address(request)
    return _page(request, "stories", stories=stories_behind(voices, request.user), **context)


def _page(request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
    return render(
        request, f"journeys_read/{name}.html", {"page_section": "understand", **context}, status=status
    )
