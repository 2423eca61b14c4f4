"""Meet thousands of people at once: each known by an address, a telephone number, a customer number, or several."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from groundswell.foundation.bulk_rows import fill_rows, insert_rows, rows_with

from .identity import without_plus_tag
from .models import Customer, Identity, SeenTogether
from .queries import canonical_email, living_ids

EMAIL, PHONE, NUMBER = Identity.Kind.EMAIL.value, Identity.Kind.PHONE.value, Identity.Kind.EXTERNAL.value
Place = tuple[str, str]
"""A kind of identity and its canonical value."""


class Who(NamedTuple):
    """How a row names a person, each in its canonical form or empty."""

    email: str = ""
    phone: str = ""
    number: str = ""

    def places(self) -> list[Place]:
        """The identities that are given."""
        email = _mailbox(self.email) if self.email else ""
        given = ((EMAIL, email), (PHONE, self.phone), (NUMBER, self.number))
        return [(kind, value) for kind, value in given if value]


@transaction.atomic
def meet_customers(emails: Iterable[str | None]) -> dict[str, Customer]:
    """The customers of these addresses, made where we did not know them; keyed by canonical address.

    A record that was merged into another gives the one that lives on.
    """
    folded = sorted({email for email in map(canonical_email, emails) if email})
    ids = {who.email: pk for who, pk in meet_everybody([Who(email) for email in folded]).items()}
    found = Customer.objects.in_bulk(list(set(ids.values())))
    return {email: found[customer_id] for email, customer_id in ids.items()}


@transaction.atomic
def meet_everybody(people: Collection[Who]) -> dict[Who, int]:
    """The customers of these people as ids, made where nobody is; what is new about them is remembered.

    They are met in the order given. Where a person's identities point to two customers, nothing is merged: the one
    met first is given, each keeps its own, and the pair is among the suggestions.
    """
    asked = {who: who.places() for who in people}
    owners = _owners({place for places in asked.values() for place in places})
    lives = living_ids(set(owners.values()))
    owners = {place: lives[pk] for place, pk in owners.items()}
    met: dict[Place, int] = dict(owners)
    made: list[dict[str, str]] = []
    whose: dict[Who, int] = {}
    together: set[tuple[int, int]] = set()
    for who, places in asked.items():
        known = [met[place] for place in places if place in met]
        if not places:
            continue
        if known:
            customer = max(known) if max(known) < 0 else min(pk for pk in known if pk > 0)
            together |= {(customer, pk) for pk in known if customer < pk}
        else:
            made.append({})
            customer = -len(made)
        for kind, value in places:
            if (kind, value) not in met:
                met[kind, value] = customer
                if customer < 0:
                    made[-customer - 1].setdefault(kind, value)
        whose[who] = customer
    ids = _make(made)
    whose = {who: ids[pk] if pk < 0 else pk for who, pk in whose.items()}
    new = {place: ids[pk] if pk < 0 else pk for place, pk in met.items() if place not in owners}
    _remember(new, set(ids.values()))
    note_together(together)
    return whose


def note_together(pairs: Iterable[tuple[int, int]]) -> None:
    """Somebody gave in one breath what belongs to both, the smaller first: a person decides whether they are one."""
    rows = [SeenTogether(one_id=one, other_id=other) for one, other in sorted(pairs) if 0 < one < other]
    SeenTogether.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def held_ids(people: Collection[Who]) -> dict[Who, int]:
    """The customers of those among these people whom we know already; nobody is made."""
    records = held_records(people)
    lives = living_ids({pk for ids in records.values() for pk in ids})
    return {who: min(lives[pk] for pk in ids) for who, ids in records.items()}


def held_records(people: Collection[Who]) -> dict[Who, list[int]]:
    """The records under which those of them stand whom we know already, also where a record was merged."""
    owners = _owners({place for who in people for place in who.places()})
    known = {who: [owners[place] for place in who.places() if place in owners] for who in people}
    return {who: ids for who, ids in known.items() if ids}


def _mailbox(folded: str) -> str:
    return without_plus_tag(folded) if settings.PLUS_TAGS_ARE_ALIASES else folded


def _owners(places: set[Place]) -> dict[Place, int]:
    """Who is known by these: by an identity, or by the columns of a record that has no identities yet."""
    by_kind: dict[str, list[str]] = {}
    for kind, value in places:
        by_kind.setdefault(kind, []).append(value)
    found: dict[Place, int] = {}
    for kind, values in by_kind.items():
        held = rows_with(Identity, ("value", "customer_id"), "value", values, {"kind": kind})
        found |= {(kind, value): pk for value, pk in held}
        column = {EMAIL: "email", NUMBER: "external_id"}.get(kind)
        missing = [value for value in values if (kind, value) not in found]
        if column and missing:
            rows = rows_with(Customer, (column, "id"), column, missing)
            found |= {(kind, value): pk for value, pk in rows}
    return found


def _make(made: list[dict[str, str]]) -> dict[int, int]:
    """New customers in the order in which they were met; those who are known by a number only get their id one by one."""
    if not made:
        return {}
    columns = ("email", "external_id", "name", "segment", "came_by", "time_zone")
    rows = [
        (one.get(EMAIL), one.get(NUMBER), "", "", Customer.CameBy.UNKNOWN.value, "")
        for one in made
        if EMAIL in one or NUMBER in one
    ]
    insert_rows(Customer, columns, rows, ())
    emails = dict(rows_with(Customer, ("email", "id"), "email", [o[EMAIL] for o in made if EMAIL in o]))
    numbers = dict(
        rows_with(Customer, ("external_id", "id"), "external_id", [o[NUMBER] for o in made if NUMBER in o])
    )
    bare = [i for i, one in enumerate(made, 1) if EMAIL not in one and NUMBER not in one]
    others = Customer.objects.bulk_create([Customer() for _ in bare], batch_size=500)
    ids = {-i: customer.pk for i, customer in zip(bare, others, strict=True)}
    for i, one in enumerate(made, 1):
        if -i not in ids:
            ids[-i] = emails[one[EMAIL]] if EMAIL in one else numbers[one[NUMBER]]
    return ids


def _remember(new: dict[Place, int], just_made: set[int]) -> None:
    rows = [(pk, kind, value) for (kind, value), pk in new.items()]
    insert_rows(Identity, ("customer_id", "kind", "value"), rows, ("kind", "value"))
    known_before = {(kind, pk): value for (kind, value), pk in new.items() if pk not in just_made}
    for kind, column in ((EMAIL, "email"), (NUMBER, "external_id")):
        fill_rows(Customer, column, {pk: value for (k, pk), value in known_before.items() if k == kind})


@transaction.atomic
def name_customers(names: dict[int, str]) -> None:
    """Give names to customers (by primary key) who have none yet."""
    fill_rows(Customer, "name", {pk: name[:200] for pk, name in names.items()})
