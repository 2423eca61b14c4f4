"""A list of people, asked once: read, looked at before anything is sent, and handed to the queue."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from groundswell.foundation.customers.actions import give_consent
from groundswell.foundation.customers.errors import IdentityRefused
from groundswell.foundation.customers.identity import canonical_mailbox
from groundswell.foundation.customers.meeting import meet_customers, name_customers
from groundswell.foundation.customers.models import Consent, Customer, Identity
from groundswell.foundation.customers.queries import living_ids
from groundswell.foundation.history.actions import record
from groundswell.listen.surveys.models import Survey

from .chance import day_by_lot, lot, moment_on
from .judging import candidate_for, history_of, rules_in_force
from .models import Ask, Draw, ListeningPlan, Reason, Way
from .planning import make_plan
from .queries import known_about
from .rules import HOLDS, Suppressed, obstacles

MOST = 5_000
OCCASION = "list"


@dataclass(frozen=True, slots=True)
class Listed:
    """One person of a list, each once; ``name`` is empty where the list has none."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a list holds, and the lines that cannot be used with what is wrong."""

    people: tuple[Listed, ...]
    refused: tuple[tuple[int, str], ...]
    twice: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the rules say to one person of the list today; ``reason`` is empty where nothing speaks against asking."""

    person: Listed
    reason: str = ""
    sentence: str = ""
    until: datetime | None = None


def read_list(text: str) -> Brought:
    """Addresses, one in a line, or a CSV with an address in one column and perhaps a name in another."""
    people: dict[str, Listed] = {}
    refused: list[tuple[int, str]] = []
    twice = 0
    for number, cells in enumerate(_lines(text), start=1):
        address = next((cell for cell in cells if "@" in cell), "")
        if not address and (number == 1 or not any(cells)):
            continue
        try:
            email = canonical_mailbox(
                address or cells[0], plus_tags_are_aliases=settings.PLUS_TAGS_ARE_ALIASES
            )
        except IdentityRefused as refusal:
            refused.append((number, str(refusal)))
            continue
        twice += email in people
        name = next((cell for cell in cells if cell and "@" not in cell), "")
        people.setdefault(email, Listed(email, name[:200]))
    return Brought(tuple(people.values())[:MOST], tuple(refused), twice)


def _lines(text: str) -> Iterable[list[str]]:
    plain = text.replace("\x00", "").lstrip("\ufeff")
    head = plain.split("\n", 1)[0]
    sign = max(",;\t", key=head.count)
    for row in csv.reader(plain.splitlines(), delimiter=sign):
        yield [cell.strip() for cell in row]


def outlook_of(people: Iterable[Listed], survey: Survey, *, agreed: bool, at: datetime) -> list[Outlook]:
    """What the rules say to each of them now; nothing is stored. With ``agreed``, who never spoke of consent has given it."""
    listed = list(people)
    records = _records({one.email for one in listed})
    rules = rules_in_force()
    known = known_about(set(records.values()), reach=rules.reach, at=at)
    silent = set(records.values()) - _who_spoke(records.values())
    found = []
    for one in listed:
        who = records.get(one.email)
        if who is None:
            found.append(Outlook(one) if agreed else Outlook(one, *_no_consent()))
            continue
        candidate = candidate_for(known[who], survey, Way.PLANNED, has_agreed=agreed and who in silent)
        stops = obstacles(candidate, history_of(known[who]), rules, at)
        stop = next((stop for stop in stops if stop.reason not in HOLDS), None)
        found.append(_outlook(one, stop))
    return found


def _outlook(one: Listed, stop: Suppressed | None) -> Outlook:
    return Outlook(one, str(stop.reason.label), stop.sentence, stop.until) if stop else Outlook(one)


def _no_consent() -> tuple[str, str]:
    return str(Reason.NO_CONSENT.label), "New to us, and nobody said where they agreed to be asked."


def reasons_of(outlooks: Iterable[Outlook]) -> list[tuple[str, int]]:
    """How many are not asked for which reason, the most frequent first."""
    return Counter(one.reason for one in outlooks if one.reason).most_common()


def _records(emails: set[str]) -> dict[str, int]:
    """The living record behind each address that we know."""
    held = dict(
        Identity.objects.filter(kind=Identity.Kind.EMAIL, value__in=emails).values_list(
            "value", "customer_id"
        )
    )
    held = dict(Customer.objects.filter(email__in=emails).values_list("email", "pk")) | held
    lives = living_ids(held.values())
    return {email: lives[pk] for email, pk in held.items()}


def _who_spoke(records: Iterable[int]) -> set[int]:
    """Who ever allowed or refused to be asked by e-mail."""
    ledger = Consent.objects.filter(
        customer__in=list(records), purpose=Consent.Purpose.ASKING, channel=Consent.Channel.EMAIL
    )
    return set(ledger.values_list("customer", flat=True))


@transaction.atomic
def ask_list(
    people: Iterable[Listed],
    *,
    name: str,
    survey: Survey,
    agreed: str,
    starts_on: date,
    by: object,
    at: datetime,
    spread_days: int = 1,
    send_hour: int = 10,
    reminders_at_most: int = 0,
    remind_after_days: int = 7,
) -> ListeningPlan:
    """Hand everybody of the list to the queue, each once. The rules are looked at on the day on which it sends.

    ``agreed`` says where they agreed to be asked; who never spoke of it has given that consent, who took theirs back
    has not.
    """
    listed = list(people)
    plan = make_plan(
        kind=ListeningPlan.Kind.LIST,
        name=name,
        survey=survey,
        starts_on=starts_on,
        spread_days=spread_days,
        send_hour=send_hour,
        reminders_at_most=reminders_at_most,
        remind_after_days=remind_after_days,
        by=by,
        at=at,
    )
    customers = meet_customers([one.email for one in listed])
    name_customers({customers[one.email].pk: one.name for one in listed if one.name})
    if agreed:
        spoke = _who_spoke(one.pk for one in customers.values())
        for customer in {one.pk: one for one in customers.values()}.values():
            if customer.pk not in spoke:
                for purpose in (
                    Consent.Purpose.ASKING,
                    Consent.Purpose.CONTACT,
                ):  # who may be asked may be answered
                    give_consent(customer, purpose, by=by, at=at, source=agreed)
    everybody = {one.pk: one for one in customers.values()}
    made = Draw.objects.create(plan=plan, occasion=OCCASION, population=len(everybody), drawn_at=at)
    Ask.objects.bulk_create([_ask(plan, one, at) for one in everybody.values()], batch_size=500)
    record("asked a list", made, by=by, at=at, people=len(everybody), agreed=agreed)
    return plan


def _ask(plan: ListeningPlan, customer: Customer, at: datetime) -> Ask:
    drawn = lot(plan.seed, plan.pk, OCCASION, customer.pk, "day")
    day = day_by_lot(plan.starts_on, plan.spread_days, drawn)
    return Ask(
        key=f"plan-{plan.pk}-{customer.pk}-{OCCASION}-0",
        plan=plan,
        customer=customer,
        survey=plan.survey,
        way=Way.PLANNED,
        occasion=OCCASION,
        probability=1.0,
        offered_at=at,
        due_at=moment_on(day, plan.send_hour, customer.time_zone or settings.TIME_ZONE),
    )
