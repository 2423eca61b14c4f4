"""Pages of the channels for colleagues. Those for customers stand in ``web``."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.surveys.queries import asking_surveys, closed_surveys


@for_roles(*STEERS, "analyst", "lead")
def surveys(request: HttpRequest) -> HttpResponse:
    """What we ask, whom we asked, what came by file."""
    context = {
        "surveys": asking_surveys(),
        "closed": closed_surveys(),
        "may_steer": request.user.role in STEERS,
        "page_section": "listen",
    }
    return render(request, "channels/surveys.html", context)
