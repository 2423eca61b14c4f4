"""Merge two cases of one customer, and take them apart again within a day."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.queries import person_ids
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person

from ..errors import CasesDoNotMerge
from ..holding import refuse_closed
from ..models import Case, CaseMerge
from ..opening import JOB
from ..pausing import end_pause
from ..queries import cases_visible_to, open_cases
from ..rules import is_complaint
from ..standing import write_standing

UNDONE_WITHIN = timedelta(days=1)


@transaction.atomic
def merge_cases(case: Case, *, into: Case, by: Person | None, at: datetime) -> CaseMerge:
    """``case`` goes on in ``into``, which keeps the earlier of both promises. Neither is counted twice from then on."""
    ending, staying = _both(case, into)
    _check(ending, staying)
    end_pause(ending, because="the case was merged", at=at)
    merge = CaseMerge.objects.create(case=ending, into=staying, due_before=staying.due_at, by=by, at=at)
    ending.merged_into, staying.due_at = staying, min(staying.due_at, ending.due_at)
    ending.save(update_fields=["merged_into"])
    staying.save(update_fields=["due_at"])
    write_standing([ending.pk, staying.pk])
    record("merged a case", ending, by=by or JOB, at=at, into=staying.pk)
    return merge


@transaction.atomic
def take_apart(merge: CaseMerge, *, by: Person | None, at: datetime) -> Case:
    """Both cases stand for themselves again, each with its own promise."""
    ending, staying = _both(merge.case, merge.into)
    held = CaseMerge.objects.get(pk=merge.pk)
    if held.undone_at:
        raise CasesDoNotMerge(f"{held.undone_by or 'Somebody'} took them apart a moment ago.")
    if at - held.at > UNDONE_WITHIN:
        raise CasesDoNotMerge("Cases are taken apart within a day of merging. This was longer ago.")
    refuse_closed(staying)
    if staying.due_at == min(held.due_before, ending.due_at):
        staying.due_at = held.due_before
        staying.save(update_fields=["due_at"])
    ending.merged_into = None
    ending.save(update_fields=["merged_into"])
    held.undone_at, held.undone_by = at, by
    held.save(update_fields=["undone_at", "undone_by"])
    write_standing([ending.pk, staying.pk])
    record("took cases apart", ending, by=by or JOB, at=at, into=staying.pk)
    return ending


def mergeable_with(case: Case, user: User) -> QuerySet[Case]:
    """Other open cases of the same person that this user sees."""
    customer = case.customer
    if customer is None:
        return Case.objects.none()
    others = (cases_visible_to(user) & open_cases()).filter(customer__in=person_ids(customer))
    return others.exclude(pk=case.pk).select_related("signal", "owner").order_by("opened_at", "pk")


def merges_to_undo(case: Case, at: datetime) -> QuerySet[CaseMerge]:
    """What this case took in lately and may still be taken apart."""
    recent = case.took_in.filter(undone_at=None, at__gte=at - UNDONE_WITHIN)
    return recent.select_related("case__signal", "by")


def _both(case: Case, into: Case) -> tuple[Case, Case]:
    """Both held, in one order, so that two people who merge them crosswise wait for each other."""
    held = {
        one.pk: one
        for one in Case.objects.select_for_update(of=("self",))
        .select_related("signal", "customer", "owner__unit", "unit")
        .filter(pk__in={case.pk, into.pk})
        .order_by("pk")
    }
    return held[case.pk], held[into.pk]


def _check(ending: Case, staying: Case) -> None:
    if ending.pk == staying.pk:
        raise CasesDoNotMerge("This is the same case. Choose another one.")
    for one in (ending, staying):
        refuse_closed(one)
    if not ending.customer or not staying.customer:
        raise CasesDoNotMerge("Nobody knows who said this. Only cases of one known customer merge.")
    if staying.customer_id not in person_ids(ending.customer):
        raise CasesDoNotMerge("These are two customers. If they are one person, merge the customers first.")
    if is_complaint(ending):
        raise CasesDoNotMerge("A complaint keeps its own case. Open it and take the other one into it.")
    if ending.merged_cases.exists():
        raise CasesDoNotMerge(
            "This case took another one in. Take it apart first, or merge the other way round."
        )
