"""What is known about a customer or an occasion beside the columns of evidence: product, plan, how long a customer.

A word becomes a number before it reaches the evidence. Only attributes that somebody called a category are read, no value
that holds personal data, and of each no more than so many values: an order number is no category.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, NamedTuple

import numpy as np
from django.db.models import CharField, DateField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate

from groundswell.foundation.customers.models import Account, Customer, Membership
from groundswell.listen.signals.models import Answer, Signal
from groundswell.science.text.redaction import redacted

from .models import Attribute, AttributeValue, Reading

CAME_BY, CUSTOMER_FOR, ACCOUNT = "came_by", "customer_for", "account"
USUAL: Final = {
    "product": "Product",
    CUSTOMER_FOR: "How long a customer",
    CAME_BY: "What brought the customer",
    ACCOUNT: "Household or business",
}
"""Counted from the first day. ``product`` is what the source of an answer calls so; the others are facts about the customer."""
OF_CUSTOMERS = (CUSTOMER_FOR, CAME_BY, ACCOUNT)
YEAR = 365
SPANS: Final = (
    ("Less than a year", 0, YEAR),
    ("1 to 3 years", YEAR, 3 * YEAR),
    ("3 years or more", 3 * YEAR, None),
)
MOST_VALUES, LONGEST = 200, 80
SEVERAL = "multiple"
"""Who ticks several choices is in no one of them."""


class AttributeNumbers:
    """The numbers of the values that readings have; a value that is met for the first time gets its own."""

    def __init__(self, readings: QuerySet[Reading]) -> None:
        self._attributes = {one.name: one for one in _attributes()}
        self._numbers: dict[tuple[str, str], int | None] = {}
        self._room = dict.fromkeys(self._attributes, MOST_VALUES)
        for number, name, words in AttributeValue.objects.values_list("pk", "attribute__name", "words"):
            self._numbers[name, words] = number
            self._room[name] -= 1
        asked = [name for name in self._attributes if name not in OF_CUSTOMERS]
        self._asked, self._answered = asked, _answers(readings, asked)
        self._accounts = _accounts(readings)

    def of_rows(
        self,
        signals: Sequence[int],
        metadata: Sequence[Any],
        customers: Sequence[int | None],
        came_by: Sequence[str | None],
        joined_on: Sequence[Any],
        days: Any,
    ) -> list[list[int]]:
        """The numbers of each row, as of the day of the answer where time plays a part."""
        spans = _spans(joined_on, days)
        found: list[list[int]] = []
        for place, signal in enumerate(signals):
            customer = customers[place]
            told = [
                (CUSTOMER_FOR, spans[place]),
                (CAME_BY, _came_by(came_by[place])),
                (ACCOUNT, self._accounts.get(customer) if customer else None),
                *self._of_occasion(metadata[place], self._answered.get(signal, {})),
            ]
            numbers = (self._number(name, words) for name, words in told if words)
            found.append([number for number in numbers if number is not None])
        return found

    def _of_occasion(self, metadata: Any, answered: Mapping[str, str]) -> list[tuple[str, str | None]]:
        if not answered and metadata in ("{}", None):
            return []
        known = json.loads(metadata) if isinstance(metadata, str) else metadata or {}
        return [
            (name, answered.get(name) if known.get(name) is None else _word(known[name]))
            for name in self._asked
        ]

    def _number(self, name: str, words: str) -> int | None:
        """The number of a value; None where it is nothing to count by."""
        if name not in self._attributes:
            return None
        if (name, words) not in self._numbers:
            self._numbers[name, words] = self._new_number(name, words)
        return self._numbers[name, words]

    def _new_number(self, name: str, words: str) -> int | None:
        if len(words) > LONGEST or self._room[name] <= 0 or redacted(words).text != words:
            return None
        self._room[name] -= 1
        made, _ = AttributeValue.objects.get_or_create(attribute=self._attributes[name], words=words)
        return int(made.pk)


def _attributes() -> list[Attribute]:
    """Everything that is counted by; what comes with the product is there from the first reading on."""
    found = list(Attribute.objects.all())
    missing = USUAL.keys() - {one.name for one in found}
    if not missing:
        return found
    for name in missing:
        Attribute.objects.get_or_create(name=name, defaults={"label": USUAL[name]})
    return list(Attribute.objects.all())


def _word(value: Any) -> str | None:
    """A value as people and databases write it: words, true or false, a whole number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def _came_by(code: str | None) -> str | None:
    is_known = code and code != Customer.CameBy.UNKNOWN
    return str(Customer.CameBy(code).label) if is_known else None


def _spans(joined_on: Sequence[Any], days: Any) -> list[str | None]:
    """How long each had been a customer on the day of the answer."""
    joined = np.array([None if day is None else str(day)[:10] for day in joined_on], "datetime64[D]")
    length = (days - joined).astype(float)
    length[np.isnat(joined)] = np.nan
    ends = [start for _, start, _ in SPANS[1:]]
    names = [name for name, *_ in SPANS]
    return [
        None if missing else names[place]
        for place, missing in zip(np.digitize(length, ends), np.isnan(length), strict=True)
    ]


def _answers(readings: QuerySet[Reading], names: Sequence[str]) -> dict[int, dict[str, str]]:
    """What each signal answered to further questions that are called like an attribute."""
    found: dict[int, dict[str, str]] = {}
    given = Answer.objects.filter(_single(), signal__in=readings.order_by().values("signal"), key__in=names)
    for signal, name, choice, words in given.order_by("id").values_list(
        "signal_id", "key", "choice", "words"
    ):
        found.setdefault(signal, {})[name] = choice or words
    return found


def _single() -> Q:
    return Q(part="") & ~Q(kind=SEVERAL)


def _accounts(readings: QuerySet[Reading]) -> dict[int, str]:
    memberships = Membership.objects.filter(until=None).order_by("account__kind")
    if not memberships.exists():
        return {}
    own = memberships.filter(customer__in=readings.order_by().values("signal__customer"))
    labels = {kind.value: str(kind.label) for kind in Account.Kind}
    return {customer: labels[kind] for customer, kind in own.values_list("customer_id", "account__kind")}


def voices_with(found: QuerySet[Signal], value: AttributeValue) -> QuerySet[Signal]:
    """The signals that are counted under a value: the same rule, asked of the database."""
    name, words = value.attribute.name, value.words
    if name == CAME_BY:
        return found.filter(customer__came_by=_code_of(words))
    if name == ACCOUNT:
        return found.filter(_has_account(words))
    if name == CUSTOMER_FOR:
        return found.filter(_for_so_long(words))
    said = Answer.objects.filter(_single(), signal=OuterRef("pk"), key=name)
    known = Cast(KeyTextTransform(name, "metadata"), CharField())
    is_said = Q(Exists(said.filter(Q(choice=words) | Q(choice="", words=words))))
    return found.alias(told=known).filter(Q(told=words) | Q(told=None) & is_said)


def _code_of(words: str) -> str:
    return next(one.value for one in Customer.CameBy if str(one.label) == words)


def _has_account(words: str) -> Q:
    """Who belongs to both a business and a household counts as a household."""
    living = Membership.objects.filter(customer=OuterRef("customer"), until=None)
    households, firms = (
        Q(Exists(living.filter(account__kind=kind)))
        for kind in (Account.Kind.HOUSEHOLD, Account.Kind.BUSINESS)
    )
    return households if words == str(Account.Kind.HOUSEHOLD.label) else firms & ~households


def _for_so_long(words: str) -> Q:
    _, least, most = next(one for one in SPANS if one[0] == words)
    wanted = Q(customer__joined_on__isnull=False)
    if most is not None:
        wanted &= Q(customer__joined_on__gt=_days_before(most))
    return wanted & Q(customer__joined_on__lte=_days_before(least)) if least else wanted


def _days_before(days: int) -> ExpressionWrapper:
    """So many days before the answer, by the organisation's own clock."""
    return ExpressionWrapper(TruncDate(F("submitted_at")) - timedelta(days=days), DateField())


LOOKED_AT = 5_000


class Seen(NamedTuple):
    """A name that came beside answers and is not counted by: how many answers have it, and how many different values."""

    name: str
    answers: int
    values: int


def names_seen() -> list[Seen]:
    """Names among the newest answers that somebody could call a category, the most frequent first."""
    counted = set(Attribute.objects.values_list("name", flat=True))
    found: dict[str, list[str]] = {}
    newest = Signal.objects.exclude(kind=Signal.Kind.EMPLOYEE).order_by("-id")
    for metadata in newest.values_list("metadata", flat=True)[:LOOKED_AT]:
        for name, value in metadata.items():
            if (word := _word(value)) is not None:
                found.setdefault(name, []).append(word)
    last = newest.values_list("id", flat=True)[LOOKED_AT : LOOKED_AT + 1].first() or 0
    further = Answer.objects.filter(_single(), signal__id__gt=last).exclude(signal__kind=Signal.Kind.EMPLOYEE)
    for name, choice, words in further.values_list("key", "choice", "words"):
        if choice or words:
            found.setdefault(name, []).append(choice or words)
    seen = [
        Seen(name, len(values), len(set(values))) for name, values in found.items() if name not in counted
    ]
    return sorted(seen, key=lambda one: (-one.answers, one.name))
