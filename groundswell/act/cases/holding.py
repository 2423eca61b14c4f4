"""One case is acted on by one person at a time."""

from . import errors
from .models import Case, Closure


def hold_open(case: Case) -> Case:
    """The case, held until the transaction ends, so that two people act one after the other."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    refuse_closed(held)
    return held


def refuse_taken(case: Case, seen_owner: int | None) -> None:
    """Say who took it, where it is no longer with whom it was when somebody looked at it."""
    if case.owner_id == seen_owner:
        return
    last = case.handovers.select_related("by", "to").order_by("-at", "-pk").first()
    raise errors.SomebodyWasFirst(last and last.by, case.owner, last.at if last else case.opened_at)


def refuse_closed(case: Case) -> None:
    """Say who closed it, and how, or into which case it went."""
    if case.merged_into_id:
        raise errors.CaseWasMerged(case.merged_into_id)
    closure = Closure.objects.filter(case=case).select_related("by").first()
    if closure:
        raise errors.CaseAlreadyClosed(closure.by, closure.at, closure.get_outcome_display())
