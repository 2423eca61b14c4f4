"""A code that was named at a first purchase, as other systems, files and colleagues tell it."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from groundswell.foundation.customers.actions import find_or_make_customer
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.models import Identity

from .models import Referral, RefusedReferral
from .referring import claim_code

WHO = {"email": Identity.Kind.EMAIL, "phone": Identity.Kind.PHONE, "external_id": Identity.Kind.EXTERNAL}
NEEDED = ("code", "bought_on")
LONGEST = {"code": 20, "bought_on": 10, "email": 254, "phone": 40, "external_id": 128}


class ClaimUnusable(Exception):
    """One field cannot be used; the text says why and what to write."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose code, who named it, and the day of their first purchase."""

    code: str
    bought_on: date
    identities: Mapping[str, str]


def read_claim(told: Mapping[str, Any], *, now: datetime) -> Claim:
    """Read one. Raises ClaimUnusable."""
    for name, value in told.items():
        if name not in WHO and name not in NEEDED:
            known = ", ".join([*NEEDED, *WHO])
            raise ClaimUnusable(str(name)[:60], f"This field is not known. The fields are {known}.")
        if value is not None and not isinstance(value, str):
            raise ClaimUnusable(name, "This must be a text.")
        if value and (not value.isprintable() or len(value) > LONGEST[name]):
            raise ClaimUnusable(name, f"At most {LONGEST[name]} characters that can be printed.")
    for name in NEEDED:
        if not (told.get(name) or "").strip():
            raise ClaimUnusable(name, "This is needed.")
    identities = {kind: told[name].strip() for name, kind in WHO.items() if (told.get(name) or "").strip()}
    if not identities:
        raise ClaimUnusable("email", "Name the customer by email, phone or external_id.")
    return Claim(told["code"].strip(), _day(told["bought_on"].strip(), now), identities)


def _day(text: str, now: datetime) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise ClaimUnusable("bought_on", "Write the day as 2026-03-11.") from None
    if found > timezone.localdate(now) or found.year < 2000:
        raise ClaimUnusable("bought_on", "This day lies in the future, or before 2000.")
    return found


@transaction.atomic
def take_claim(claim: Claim, *, by: object, at: datetime) -> Referral | RefusedReferral:
    """The customer is found, or made known to us, and the code counted or refused. Raises ClaimUnusable."""
    try:
        customer = find_or_make_customer(claim.identities)
    except IdentityRefused as refusal:
        raise ClaimUnusable("email", str(refusal)) from refusal
    if customer is None:
        raise ClaimUnusable("email", "Name the customer by email, phone or external_id.")
    return claim_code(claim.code, customer, bought_on=claim.bought_on, by=by, at=at)


@dataclass(frozen=True, slots=True)
class FileOfCodes:
    """What a file of codes held: those that count, those that do not with their reason, and lines that cannot be used."""

    read: int
    counted: int
    not_counted: list[tuple[int, str]]
    wrong: list[tuple[int, str, str]]


@transaction.atomic
def take_codes(lines: Iterable[str], *, by: str, at: datetime, dry_run: bool = False) -> FileOfCodes:
    """Take every code of a CSV whose first line names the fields. One line that cannot be used stops no other; a dry run
    says the same and changes nothing."""
    read, counted, not_counted, wrong = 0, 0, [], []
    for row in csv.DictReader(lines):
        read += 1
        told = {str(name).strip(): (value or "").strip() for name, value in row.items() if name is not None}
        try:
            with transaction.atomic():
                found = take_claim(read_claim(told, now=at), by=by, at=at)
        except ClaimUnusable as strange:
            wrong.append((read + 1, strange.field, str(strange)))
            continue
        if isinstance(found, Referral):
            counted += 1
        else:
            not_counted.append((read + 1, found.get_why_display()))
    transaction.set_rollback(dry_run)
    return FileOfCodes(read, counted, not_counted, wrong)
