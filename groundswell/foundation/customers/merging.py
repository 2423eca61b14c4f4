"""Two records that are one person: suggested, merged, and taken apart again. No signal is touched."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from groundswell.foundation.history.actions import record

from .actions import withdraw_consent
from .errors import MergeRefused
from .identity import without_plus_tag
from .models import Consent, Customer, Merge, TwoPeople
from .queries import living_ids


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records that may be one person, and why one may think so."""

    one: Customer
    other: Customer
    why: str


@transaction.atomic
def merge_customers(kept: Customer, merged: Customer, *, by: object, at: datetime) -> Merge:
    """Read ``merged`` as part of ``kept`` from now on.

    Who said no under either name is not written to under the other: a withdrawal counts for the whole person.
    """
    list(Customer.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk"))
    if kept.pk == merged.pk:
        raise MergeRefused("This is one record already. Choose two.")
    lives = living_ids([kept.pk, merged.pk])
    if lives != {kept.pk: kept.pk, merged.pk: merged.pk}:
        raise MergeRefused("One of these was merged before. Open the customer again and choose from there.")
    for purpose in Consent.Purpose:
        if _said_no(kept, purpose) or _said_no(merged, purpose):
            for one in (kept, merged):
                withdraw_consent(one, purpose, by=by, at=at)
    merge = Merge.objects.create(kept=kept, merged=merged, by=str(by)[:200], at=at)
    record("merged customers", kept, by=by, at=at, merged=merged.pk)
    return merge


def _said_no(customer: Customer, purpose: str) -> bool:
    consents = customer.consents.filter(purpose=purpose)
    return consents.exists() and not consents.filter(withdrawn_at=None).exists()


@transaction.atomic
def unmerge(merge: Merge, *, by: object, at: datetime) -> Merge:
    """Take two records apart again: each has its own voices, identities and revenue as before."""
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    if held.undone_at:
        raise MergeRefused("These two were taken apart before. There is nothing to do.")
    held.undone_at, held.undone_by = at, str(by)[:200]
    held.save(update_fields=["undone_at", "undone_by"])
    record("took customers apart", held.kept, by=by, at=at, merged=held.merged_id)
    return held


@transaction.atomic
def say_two_people(one: Customer, other: Customer, *, by: object, at: datetime) -> TwoPeople:
    """These are two people: do not suggest them again."""
    first, second = sorted([one, other], key=lambda customer: customer.pk)
    said, made = TwoPeople.objects.get_or_create(
        one=first, other=second, defaults={"by": str(by)[:200], "at": at}
    )
    if made:
        record("said these are two people", first, by=by, at=at, other=second.pk)
    return said


def suggestions(limit: int = 50) -> list[Suggestion]:
    """Records with the same mailbox but for a plus tag, or with the same name where one has no address."""
    merged = set(Merge.objects.filter(undone_at=None).values_list("merged_id", flat=True))
    apart = set(TwoPeople.objects.values_list("one_id", "other_id"))
    found: dict[tuple[int, int], str] = {}
    for first, second, why in _pairs(merged):
        pair = (min(first, second), max(first, second))
        if pair not in apart:
            found.setdefault(pair, why)
        if len(found) == limit:
            break
    rows = Customer.objects.in_bulk({pk for pair in found for pk in pair})
    return [Suggestion(rows[one], rows[other], why) for (one, other), why in found.items()]


def _pairs(merged: set[int]) -> Iterator[tuple[int, int, str]]:
    mailboxes: dict[str, list[int]] = defaultdict(list)
    names: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for pk, email, name in Customer.objects.order_by("pk").values_list("pk", "email", "name").iterator():
        if pk in merged:
            continue
        if email:
            mailboxes[without_plus_tag(email)].append(pk)
        if name:
            names[name.casefold()].append((pk, bool(email)))
    for same in mailboxes.values():
        yield from ((same[0], other, "The same mailbox, written with a plus tag") for other in same[1:])
    for same_name in names.values():
        bare = [pk for pk, has_email in same_name if not has_email]
        others = [pk for pk, _ in same_name]
        yield from (
            (pk, other, "The same name, one of them without an address")
            for pk in bare
            for other in others
            if other != pk
        )
