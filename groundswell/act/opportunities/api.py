"""The register for other systems: the same rows as the page, with the same visibility."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.foundation.access.models import ApiToken, User
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, refusal, unusable
from groundswell.look.addresses import page_of, read_address

from .files import record_of
from .register import ASKS, NARROWS, waiting
from .standing.kept import newest_ranking

AT_ONCE = 100
READS = {name: reader for name, reader in ASKS.items() if name in {*NARROWS, "sort", "page"}}


def opportunities(request: HttpRequest) -> HttpResponse:
    """GET the ranking: 200 with a page of it, 422 with a sentence that says what could be asked."""
    if request.method not in {"GET", "HEAD"}:
        return refusal("method", allow="GET, HEAD")
    at = timezone.now()
    try:
        user: User = caller_of(request, at, ApiToken.Scope.SCORES).owner
        if user.role == User.Role.PARTNER:
            raise Refused("forbidden")
        asked = read_address(request, **READS)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except BadRequest as unreadable:
        return unusable(str(unreadable))
    page = page_of(waiting(asked, user, at), asked["page"], AT_ONCE)
    newest = newest_ranking()
    content = {
        "as_of": (newest.at if newest else at).isoformat(),
        "n": page.paginator.count,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "rows": [
            {
                **record_of(one),
                "opened_at": one.opportunity.opened_at.isoformat(),
                "too_few": one.evidence.reasons,
            }
            for one in page
        ],
        "definition": (
            "value: money a year that goes along with it per person-day of effort, median of 10,000 draws with its 90% range; "
            "all other ranges are 95%. Points are an association, not a proven cause."
        ),
    }
    return as_json(200, content)
