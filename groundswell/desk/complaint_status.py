"""What the customer sees of a complaint: each step in plain words, no name of a colleague, no internal note."""

from dataclasses import dataclass
from datetime import datetime

from groundswell.act.cases.models import Case
from groundswell.listen.complaints.models import Complaint


@dataclass(frozen=True, slots=True)
class PublicStep:
    """One step; not done while it has no moment."""

    words: str
    at: datetime | None


def steps_of(complaint: Complaint) -> list[PublicStep]:
    """Received, with somebody, contacted, answered."""
    case = Case.objects.filter(signal=complaint.signal).select_related("closure").first()
    reached = case and case.attempts.filter(reached=True).order_by("at").first()
    closure = getattr(case, "closure", None) if case else None
    return [
        PublicStep("We have your complaint", complaint.acknowledged_at),
        PublicStep("Somebody takes care of it", case and case.opened_at),
        PublicStep("We spoke with you", reached.at if reached else None),
        PublicStep("Settled", closure.at if closure else None),
    ]
