"""A candidate becomes an opportunity by somebody's word, or is passed over for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.history.actions import record

from ..actions import join_elevations, open_opportunity
from ..errors import AlreadyInTheRegister, ReasonMissing
from ..models import Opportunity, Origin, PassingOver
from ..rules import person_of
from .found import Candidate

AGAIN_AFTER = timedelta(days=90)


def enter_candidate(
    candidate: Candidate, *, by: object, at: datetime, problem: str = "", title: str = ""
) -> Opportunity:
    """Give it a place in the register with its evidence as a question. The second one who tries is told who was first."""
    try:
        with transaction.atomic():
            return _enter(candidate, by=by, at=at, problem=problem, title=title)
    except IntegrityError as taken:
        first = Origin.objects.filter(key=candidate.key).select_related("opportunity", "by").first()
        if first is None:
            raise
        raise AlreadyInTheRegister(
            f"{first.by or 'Somebody'} entered it as “{first.opportunity}” already. Open that one instead."
        ) from taken


def _enter(candidate: Candidate, *, by: object, at: datetime, problem: str, title: str) -> Opportunity:
    elevations = list(Elevation.objects.filter(pk__in=candidate.elevations).order_by("pk"))
    own = elevations[0].problem if elevations else ""
    opportunity = open_opportunity(
        title=(title or candidate.title)[:120],
        problem=problem or own or candidate.words,
        impact=Opportunity.Impact.UNKNOWN,
        by=by,
        at=at,
        stands_on=candidate.key,
    )
    opportunity.theme_id, opportunity.touchpoint_id = candidate.theme_id, candidate.touchpoint_id
    opportunity.root_cause_id = candidate.root_cause_id
    opportunity.save(update_fields=["theme", "touchpoint", "root_cause"])
    Origin.objects.create(
        opportunity=opportunity,
        source=candidate.source,
        key=candidate.key,
        words=candidate.words[:400],
        by=person_of(by),
        at=at,
    )
    join_elevations(elevations, opportunity, by=by, at=at)
    record("entered candidate", opportunity, by=by, at=at, key=candidate.key)
    return opportunity


@transaction.atomic
def pass_over(candidate: Candidate, *, why: str, by: object, at: datetime) -> PassingOver:
    """Leave it for 90 days, with a reason that the next reader sees."""
    if not why.strip():
        raise ReasonMissing("Say why: whoever looks next reads it.")
    until = localdate(at) + AGAIN_AFTER
    passed = PassingOver.objects.create(
        key=candidate.key, title=candidate.title, why=why.strip(), until=until, by=person_of(by), at=at
    )
    record("passed over candidate", passed, by=by, at=at, key=candidate.key)
    return passed
