"""One case is acted on by one person at a time."""

from . import errors
from .models import Case, Closure


def hold_open(case: Case) -> Case:
    """The case, held until the transaction ends, so that two people act one after the other."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    refuse_closed(held)
    return held


def refuse_closed(case: Case) -> None:
    """Say who closed it, and how."""
    closure = Closure.objects.filter(case=case).select_related("by").first()
    if closure:
        raise errors.CaseAlreadyClosed(closure.by, closure.at, closure.get_outcome_display())
