"""The journey page: one sentence, one picture, one table."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, for_roles
from groundswell.understand.scores.question import PERIODS, UnreadableQuestion, read_question

from .picture import picture_of
from .queries import journey_of


@for_roles(*LEADS, User.Role.ANALYST)
def journey(request: HttpRequest) -> HttpResponse:
    """Where the journey is weakest, as far as the answers can tell."""
    try:
        question = read_question(request.GET.dict(), request.user, timezone.localdate())
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    found = journey_of(question.slice_for(request.user))
    context = {
        "question": question,
        "journey": found,
        "chart": picture_of(found, question),
        "periods": PERIODS.items(),
        "page_section": "understand",
    }
    return render(request, "journeys_read/journey.html", context)
