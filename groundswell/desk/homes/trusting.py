"""Whether the figures can be trusted: what the office and the analysts look at first."""

from datetime import datetime, timedelta
from typing import Any

from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.signals.queries import living_signals
from groundswell.science.statistics.gaming import Finding, UnitAnswers, signs_of_begging
from groundswell.understand.scores.queries import histograms_by
from groundswell.understand.scores.question import Question

MONTH = timedelta(days=30)


def trust(question: Question, user: User, at: datetime) -> dict[str, Any]:
    """What the parts of the page about trust show."""
    return {
        "begging": begging(question, user),
        "unplaced": Touchpoint.objects.filter(stage=None).count(),
        "without_unit": living_signals().filter(unit=None, received_at__gt=at - MONTH).count(),
    }


def begging(question: Question, user: User) -> list[tuple[Unit, Finding]]:
    """Units whose answers look as if somebody asked for the number: a reason to look, never a verdict."""
    counts = histograms_by(["unit"], question.slice_for(user))
    findings = signs_of_begging([UnitAnswers(str(key[0]), found) for key, found in counts.items() if key[0]])
    units = Unit.objects.in_bulk([int(finding.code) for finding in findings])
    return [(units[int(finding.code)], finding) for finding in findings]
