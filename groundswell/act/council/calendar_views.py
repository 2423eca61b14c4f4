"""The calendar of a person's bodies, as a file and as an address that other programs ask again and again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import for_roles
from groundswell.look.addresses import read_address

from .calendar import calendar_of, meetings_of, owner_of


@for_roles()
def mine(request: HttpRequest) -> HttpResponse:
    """The days of the bodies in which this person sits, to keep."""
    read_address(request)
    return _file(request.user)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The same for a calendar program, which shows the secret of its owner and nothing else."""
    owner = owner_of(secret)
    if owner is None:
        raise Http404
    return _file(owner)


def _file(user: User) -> HttpResponse:
    now = timezone.now()
    words = calendar_of(meetings_of(user, now), at=now)
    answer = HttpResponse(words, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="council.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer
