"""Two records that are one person: suggested, merged, and taken apart again. No signal is touched."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from groundswell.foundation.history.actions import record

from .actions import canonical, give_consent, hold_person, withdraw_consent
from .carrying import carry_facts, take_facts_back
from .errors import IdentityRefused, MergeRefused
from .identity import without_plus_tag
from .models import APART, Consent, Customer, Identity, Merge, SeenTogether, TwoPeople
from .queries import living_ids, merged_records, person_ids, words_of

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records that may be one person, and why one may think so."""

    one: Customer
    other: Customer
    why: str


@transaction.atomic
def merge_customers(kept: Customer, merged: Customer, *, by: object, at: datetime) -> Merge:
    """Read ``merged`` as part of ``kept`` from now on; the record with an address lives on where only one has one.

    Who said no under either name is not written to under the other: a withdrawal counts for the whole person. What
    the merged record allows, the one that lives on allows too; and what only the merged record says of the person it says too.
    """
    list(Customer.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk"))
    if kept.pk == merged.pk:
        raise MergeRefused("This is one record already. Choose two.")
    lives = living_ids([kept.pk, merged.pk])
    if lives != {kept.pk: kept.pk, merged.pk: merged.pk}:
        raise MergeRefused("One of these was merged before. Open the customer again and choose from there.")
    if merged.email and not kept.email:
        kept, merged = merged, kept
    for purpose, channel in _refused(kept) | _refused(merged):
        for one in (kept, merged):
            withdraw_consent(one, purpose, channel=channel, by=by, at=at, source="a merge")
    merge = Merge.objects.create(kept=kept, merged=merged, by=str(by)[:200], at=at)
    _allow(merge, merged.consents.filter(withdrawn_at=None), by=by, at=at)
    carry_facts(merge, at=at)
    record("merged customers", kept, by=by, at=at, merged=merged.pk)
    return merge


def _refused(customer: Customer) -> set[tuple[str, str]]:
    """For what and by which channel this record once allowed something and does so no more."""
    ledger = list(words_of([customer.pk]).values_list("purpose", "channel", "withdrawn_at"))
    living = {(purpose, channel) for purpose, channel, withdrawn_at in ledger if withdrawn_at is None}
    return {(purpose, channel) for purpose, channel, _ in ledger} - living


def _allow(merge: Merge, consents: QuerySet[Consent], *, by: object, at: datetime) -> None:
    """What the merged record allows, the one that lives on allows too."""
    for one in consents.select_related("text"):
        told = {"channel": one.channel, "text": one.text, "by": by, "at": at, "source": _source(merge)}
        give_consent(merge.kept, one.purpose, **told)


def _source(merge: Merge) -> str:
    return f"merge {merge.pk}"


def customer_known_as(text: str) -> Customer | None:
    """The living record of whoever is known by this e-mail address, telephone or customer number."""
    for kind in Identity.Kind:
        try:
            value = canonical(kind, text)
        except IdentityRefused:
            continue
        held = Identity.objects.filter(kind=kind, value=value).values_list("customer_id", flat=True).first()
        column = {Identity.Kind.EMAIL: "email", Identity.Kind.EXTERNAL: "external_id"}.get(kind)
        if held is None and column:
            held = Customer.objects.filter(**{column: value}).values_list("pk", flat=True).first()
        if held is not None:
            return Customer.objects.get(pk=living_ids([held])[held])
    return None


@transaction.atomic
def unmerge(merge: Merge, *, by: object, at: datetime) -> Merge:
    """Take two records apart again: each has its own voices, identities and revenue as before.

    What the record that lived on was allowed, or said, by the merge alone goes again; a no stays a no for both. What was
    merged later stays one person, and passes on what its records still say and allow.
    """
    hold_person(merge.kept_id)
    held = Merge.objects.select_for_update().get(pk=merge.pk)
    if held.undone_at:
        raise MergeRefused("These two were taken apart before. There is nothing to do.")
    later = _later_merges(held)
    ended = _end(held, Q(), by=by, at=at)
    if ended:
        same = Q(*(Q(purpose=one.purpose, channel=one.channel) for one in ended), _connector=Q.OR)
        for one in later:
            _end(one, same, by=by, at=at)
    for one in (*reversed(later), held):
        take_facts_back(one, at=at)
    held.undone_at, held.undone_by = at, str(by)[:200]
    held.save(update_fields=["undone_at", "undone_by"])
    for one in later:
        if ended:
            _allow(one, one.merged.consents.filter(same, withdrawn_at=None), by=by, at=at)
        carry_facts(one, at=at)
    record("took customers apart", held.kept, by=by, at=at, merged=held.merged_id)
    return held


def _later_merges(merge: Merge) -> list[Merge]:
    """What was merged into the same person since, the oldest first."""
    since = Merge.objects.filter(undone_at=None, pk__gt=merge.pk, kept__in=person_ids(merge.kept))
    return list(since.select_related("kept", "merged").order_by("pk"))


def _end(merge: Merge, which: Q, *, by: object, at: datetime) -> list[Consent]:
    """Such consents as the record that lives on has by this merge: the other keeps what it was allowed itself."""
    ended = list(merge.kept.consents.filter(which, withdrawn_at=None, source=_source(merge)))
    for consent in ended:
        consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_source = at, str(by)[:200], APART
        consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_source"])
        record("withdrew consent", consent, by=by, at=at, purpose=consent.purpose, channel=consent.channel)
    return ended


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
    """Records that were given in one breath, with the same mailbox but for a plus tag, or with the same name where one
    has no address.

    The database finds the pairs by key; only those are read.
    """
    apart = set(TwoPeople.objects.values_list("one_id", "other_id"))
    found: dict[tuple[int, int], str] = {}
    for first, second, why in _pairs():
        pair = (min(first, second), max(first, second))
        if pair not in apart:
            found.setdefault(pair, why)
        if len(found) == limit:
            break
    rows = Customer.objects.in_bulk({pk for pair in found for pk in pair})
    return [Suggestion(rows[one], rows[other], why) for (one, other), why in found.items()]


def _pairs() -> Iterator[tuple[int, int, str]]:
    living = Customer.objects.exclude(pk__in=merged_records()).order_by("pk")
    together = SeenTogether.objects.exclude(one__in=merged_records()).exclude(other__in=merged_records())
    for one, other in together.order_by("-pk").values_list("one_id", "other_id").iterator():
        yield one, other, "Somebody gave what belongs to both in one breath"
    tagged = living.filter(email__contains="+").values_list("pk", "email")
    for some in batched(tagged.iterator(), AT_ONCE):
        plain = {pk: without_plus_tag(email) for pk, email in some}
        owners = dict(living.filter(email__in=plain.values()).values_list("email", "pk"))
        for pk, mailbox in plain.items():
            first = owners.setdefault(mailbox, pk)
            if first != pk:
                yield first, pk, "The same mailbox, written with a plus tag"
    bare = living.filter(Q(email=None) | Q(email="")).exclude(name="")
    named = bare.annotate(key=Lower("name")).values_list("pk", "key")
    for some in batched(named.iterator(), AT_ONCE):
        namesakes = defaultdict(list)
        same = living.annotate(key=Lower("name")).filter(key__in={key for _, key in some})
        for pk, key in same.values_list("pk", "key"):
            namesakes[key].append(pk)
        for pk, key in some:
            for other in namesakes[key]:
                if other != pk:
                    yield pk, other, "The same name, one of them without an address"


def batched(rows: Iterator[tuple[int, str]], size: int) -> Iterator[list[tuple[int, str]]]:
    """Rows in lists of at most so many."""
    while some := list(islice(rows, size)):
        yield some
