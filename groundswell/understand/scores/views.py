"""The score explorer."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.access.rules import LEADS, for_roles
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.listen.surveys.models import KindOfScore, Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.look.addresses import plain_address
from groundswell.look.components import Tab
from groundswell.science.statistics.disclosure import SMALLEST_GROUP

from .employees import employee_lines
from .explorer import DIMENSIONS, answer_for, voices_url
from .question import ONLY_OF_VOICES, PERIODS, Question, UnreadableQuestion, read_question
from .themes_compared import compared_themes, strip_of


@for_roles(*LEADS, User.Role.ANALYST)
def explorer(request: HttpRequest) -> HttpResponse:
    """One question, answered in a sentence, a trend and a comparison."""
    question = _question(request, "by")
    dimension = plain_address(request).get("by") or "touchpoint"
    if dimension not in DIMENSIONS:
        raise BadRequest(f"You can compare by {', '.join(DIMENSIONS)}.")
    here = reverse("scores:explorer")
    context = {
        "question": question,
        "answer": answer_for(question, request.user, dimension),
        "dimension": dimension,
        "voices_url": voices_url(question),
        "kinds": KindOfScore.choices,
        "periods": PERIODS.items(),
        "units": units_visible_to(request.user).order_by("name"),
        "touchpoints": Touchpoint.objects.select_related("stage"),
        "tabs": [
            Tab(label, f"{here}?{question.address()}&by={key}", key == dimension)
            for key, label in DIMENSIONS.items()
        ],
        "page_section": "understand",
    }
    return render(request, "scores/explorer.html", context)


@for_roles(*LEADS, User.Role.ANALYST)
def themes(request: HttpRequest) -> HttpResponse:
    """What customers talk about and what goes along with it."""
    question = _question(request)
    found = compared_themes(question, request.user)
    context = {
        "question": question,
        "themes": found,
        "strip": strip_of(found),
        "kinds": KindOfScore.choices,
        "periods": PERIODS.items(),
        "page_section": "understand",
    }
    return render(request, "scores/themes.html", context)


@for_roles(*LEADS, User.Role.ANALYST)
def employees(request: HttpRequest, code: str) -> HttpResponse:
    """What employees said about their work, by part of the organisation within sight."""
    survey = get_object_or_404(Survey, code=code)
    if not current_version(survey).wording.is_confidential:
        raise Http404("This survey asks customers.")
    context = {
        "survey": survey,
        "lines": employee_lines(survey, request.user),
        "smallest": SMALLEST_GROUP,
        "page_section": "understand",
    }
    return render(request, "scores/employees.html", context)


def _question(request: HttpRequest, *also: str) -> Question:
    try:
        return read_question(
            plain_address(request), request.user, timezone.localdate(), also=also, without=ONLY_OF_VOICES
        )
    except UnreadableQuestion as unreadable:
        raise BadRequest(str(unreadable)) from unreadable
