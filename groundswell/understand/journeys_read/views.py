"""The journey page: one sentence, one picture, one table."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import LEADS, for_roles
from groundswell.look.addresses import plain_address
from groundswell.understand.scores.question import ONLY_OF_VOICES, PERIODS, UnreadableQuestion, read_question

from .evidence import evidence_for
from .picture import picture_of
from .queries import journey_of
from .rows import rows_of


@for_roles(*LEADS, User.Role.ANALYST)
def journey(request: HttpRequest) -> HttpResponse:
    """Where the journey is weakest, as far as the answers can tell."""
    try:
        question = read_question(
            plain_address(request), request.user, timezone.localdate(), without=ONLY_OF_VOICES
        )
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
    found = journey_of(question.slice_for(request.user))
    evidence = evidence_for(request.user, question)
    context = {
        "question": question,
        "journey": found,
        "evidence": evidence,
        "rows": rows_of(found, question),
        "chart": picture_of(found, question, evidence),
        "periods": PERIODS.items(),
        "page_section": "understand",
    }
    return render(request, "journeys_read/journey.html", context)
