"""Where colleagues open the answer page to try a survey."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from groundswell.foundation.access.rules import STEERS, for_roles
from groundswell.listen.surveys.models import Survey

from .drafts import begin_test


@for_roles(*STEERS)
@require_POST
def test(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a survey as a customer would, with nothing of it counted. The next version is tried where there is one."""
    draft = begin_test(get_object_or_404(Survey, code=code), at=timezone.now())
    return redirect("channels:going_on", code, draft.token)
