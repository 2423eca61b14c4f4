"""A file leaves the house as a file: kept, never opened on a page of ours."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from groundswell.act.partners.models import SharedFile
from groundswell.act.partners.queries import boards_visible_to
from groundswell.act.partners.rules import EVERYBODY_AND_PARTNERS
from groundswell.foundation.access.rules import for_roles
from groundswell.listen.channels.files.names import attachment
from groundswell.look.addresses import read_address

from .content import MEDIA_TYPES
from .storing import path_of

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


@for_roles(*EVERYBODY_AND_PARTNERS)
@require_GET
@cache_control(private=True, no_store=True)
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The bytes, to whoever sees the board at this moment."""
    read_address(request)
    seen = boards_visible_to(request.user, timezone.now()).filter(pk=pk)
    found = get_object_or_404(SharedFile, board__in=seen, pk=file_pk, taken_back_at=None)
    try:
        content = path_of(found).read_bytes()
    except FileNotFoundError as gone:
        raise Http404("This file is not here any more.") from gone
    answer = HttpResponse(content, content_type=MEDIA_TYPES[SharedFile.Kind(found.kind)])
    answer["Content-Disposition"] = attachment(found.name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
