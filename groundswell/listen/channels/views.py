"""Pages of the channels for colleagues. Those for customers stand in ``web``."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.surveys.queries import asking_surveys, closed_surveys

from .queries import messages_visible_to


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


@for_roles(*STEERS)
def outbox(request: HttpRequest) -> HttpResponse:
    """What was written to customers and colleagues."""
    page = Paginator(messages_visible_to(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "channels/outbox.html", {"page": page, "page_section": "listen"})


@for_roles(*STEERS)
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was written."""
    found = get_object_or_404(messages_visible_to(request.user), pk=pk)
    return render(request, "channels/message.html", {"message": found, "page_section": "listen"})
