"""A file leaves the house as a file: kept, never opened on a page of ours. Those who run the initiative see who took it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from groundswell.act.partners.models import SharedFile
from groundswell.act.partners.queries import boards_visible_to, downloads_of
from groundswell.act.partners.rules import EVERYBODY_AND_PARTNERS, may_share
from groundswell.foundation.access.rules import for_roles
from groundswell.listen.channels.files.names import attachment
from groundswell.look.addresses import page_asked, read_address

from .actions import note_download
from .content import MEDIA_TYPES
from .storing import path_of

PER_PAGE = 50
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
    note_download(found, by=request.user, at=timezone.now())
    answer = HttpResponse(content, content_type=MEDIA_TYPES[SharedFile.Kind(found.kind)])
    answer["Content-Disposition"] = attachment(found.name)
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@for_roles()
@require_GET
def downloads(request: HttpRequest, pk: int) -> HttpResponse:
    """Who took which file of a board and when, for those who run its initiative."""
    seen = boards_visible_to(request.user, timezone.now()).select_related("initiative")
    board = get_object_or_404(seen, pk=pk)
    if not may_share(request.user, board.initiative):
        raise PermissionDenied("Those who run the initiative see who took its files. Ask one of them.")
    page = page_asked(request, downloads_of(board), PER_PAGE)
    context = {"page_section": "act", "board": board, "page": page}
    return render(request, "partners/downloads.html", context)
