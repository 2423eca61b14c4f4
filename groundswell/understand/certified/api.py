"""Figures on record for other systems: what was counted, who stands for it, and what happened since."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, refusal, unusable
from groundswell.look.addresses import page_asked
from groundswell.understand.scores.api import reader_of

from .models import CertifiedFigure
from .queries import figures_visible_to, state_of, with_state

PER_PAGE = 100


def certified(request: HttpRequest) -> HttpResponse:
    """GET the figures within sight, those of the newest days first; ``page`` asks for the next hundred."""
    if request.method not in {"GET", "HEAD"}:
        return refusal("method", allow="GET, HEAD")
    try:
        rows = with_state(figures_visible_to(reader_of(request))).prefetch_related("recounts")
        page = page_asked(request, rows, PER_PAGE)
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except Http404:
        return refusal("not_found", "page")
    except BadRequest as strange:
        return unusable(str(strange), "page")
    found = {"count": page.paginator.count, "page": page.number, "pages": page.paginator.num_pages}
    return as_json(200, {**found, "results": [_row(one) for one in page]})


def _row(one: CertifiedFigure) -> dict[str, Any]:
    certification, withdrawal = getattr(one, "certification", None), getattr(one, "withdrawal", None)
    last = next(iter(one.recounts.all()), None)
    return {
        "id": one.pk,
        "state": state_of(one),
        "kind": one.kind_of_score,
        "since": str(one.since),
        "until": str(one.until),
        "unit": one.unit and one.unit.code,
        "stage": one.stage and one.stage.code,
        "touchpoint": one.touchpoint and one.touchpoint.code,
        "channel": one.channel or None,
        "n": one.n,
        "promoters": one.promoters,
        "passives": one.passives,
        "detractors": one.detractors,
        "score": one.score,
        "low": one.low,
        "high": one.high,
        "population": one.population,
        "offered": one.offered,
        "asked": one.asked,
        "asked_who_answered": one.asked_who_answered,
        "definition": f"{one.definition_code} {one.definition_version}",
        "definition_sentence": one.definition_sentence,
        "digest": one.digest,
        "drafted_by": one.drafted_by,
        "drafted_at": one.drafted_at.isoformat(),
        "certified_by": certification and certification.by,
        "certified_at": certification and certification.at.isoformat(),
        "withdrawn_because": withdrawal and withdrawal.reason,
        "supersedes": one.supersedes_id,
        "last_count": last and {"at": last.at.isoformat(), "n": last.tally.n, "score": last.tally.score},
    }
