"""Ask the register."""

from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import within_sight

from .models import Complaint


def complaints_visible_to(user: User) -> QuerySet[Complaint]:
    """The entries of units within sight, the nearest deadline first."""
    every = Complaint.objects.select_related("signal__customer", "signal__unit", "signal__touchpoint")
    return every.filter(within_sight(user, "signal__unit")).order_by("answer_due_at")


def complaint_by(token: str) -> Complaint | None:
    """The complaint that a status link belongs to."""
    return Complaint.objects.select_related("signal").filter(token=token).first()
