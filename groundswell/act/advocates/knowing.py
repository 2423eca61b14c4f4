"""From rows to the rules: the amounts in force, and everything that is known of each advocate, over all their records."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from groundswell.act.cases.queries import open_cases
from groundswell.foundation.customers.models import Consent, Customer, Purpose
from groundswell.foundation.customers.queries import Persons, whole_persons
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.models import Medium
from groundswell.listen.channels.outbox.reach import reach_of
from groundswell.listen.complaints.models import Complaint
from groundswell.listen.complaints.queries import open_at
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.models import Invitation, KindOfScore

from .errors import CustomersAreTold
from .judging import POOR_UNTIL, Held, Known, PastAsk, Rules, judge
from .models import Advocate, Ask, AskRule


@dataclass(frozen=True, slots=True)
class Standing:
    """One advocate, and what speaks against asking them now."""

    advocate: Advocate
    known: Known
    held: Held | None


def rules_in_force() -> Rules:
    """The usual amounts with everything that somebody set. One query."""
    rules = Rules()
    for row in AskRule.objects.filter(ended_at=None):
        rules = rules.with_amount(row.kind, row.amount)
    return rules


@transaction.atomic
def set_rule(kind: str, amount: int, *, by: object, at: datetime) -> AskRule:
    """Another amount holds from now on. The same amount again changes nothing. Raises CustomersAreTold."""
    if kind == AskRule.Kind.PER_YEAR and not amount:
        raise CustomersAreTold
    living = AskRule.objects.select_for_update().filter(kind=kind, ended_at=None).first()
    if living and living.amount == amount:
        return living
    if living:
        living.ended_at = at
        living.save(update_fields=["ended_at"])
    made = AskRule.objects.create(kind=kind, amount=amount, set_by=str(by)[:120], set_at=at)
    record("set how often advocates are asked", made, by=by, at=at, kind=kind, amount=amount)
    return made


def standings(advocates: Sequence[Advocate], at: datetime, *, kind: str = "") -> list[Standing]:
    """Each advocate with what speaks against asking them, in the order given. The same queries however many they are."""
    rules, known = rules_in_force(), known_about(advocates, at)
    return [Standing(one, known[one.pk], judge(known[one.pk], rules, at, kind=kind)) for one in advocates]


def known_about(advocates: Iterable[Advocate], at: datetime) -> dict[int, Known]:
    """What the rules need to know, by advocate."""
    wanted = list(advocates)
    persons = whole_persons([one.customer_id for one in wanted])
    facts, asks = _facts(persons, at), _asks(persons)
    return {one.pk: _known(one, persons.person_of[one.customer_id], facts, asks) for one in wanted}


def _known(
    one: Advocate, person: int, facts: dict[str, dict[int, Any]], asks: dict[int, list[PastAsk]]
) -> Known:
    score = facts["score"].get(person, (None, None))
    return Known(
        zone=facts["zone"].get(person) or settings.TIME_ZONE,
        has_left=one.left_at is not None,
        allows=person in facts["allows"],
        has_address=facts["address"].get(person) is not None,
        is_banned=facts["barred"].get(person, False),
        complaint=facts["complaint"].get(person, ""),
        case_since=facts["case"].get(person),
        newest_score=score[1],
        newest_score_at=score[0],
        poor_at=facts["poor"].get(person),
        survey_at=facts["survey"].get(person),
        asks=tuple(asks[person]),
    )


def _facts(persons: Persons, at: datetime) -> dict[str, dict[int, Any]]:
    records, person_of = persons.records, persons.person_of
    reach = reach_of(persons, Purpose.CONTACT)
    consents = Consent.objects.filter(
        customer__in=persons.records_of, purpose=Purpose.ADVOCACY, withdrawn_at=None
    )
    complaints = Complaint.objects.filter(open_at(at), signal__customer__in=records)
    cases = open_cases().filter(customer__in=records).order_by("-opened_at")
    surveys = Invitation.objects.filter(customer__in=records, invited_at__lte=at).order_by("invited_at")
    people = Customer.objects.filter(pk__in=persons.records_of, ended_on=None)

    def by_person(rows: Any, who: str, what: str) -> dict[int, Any]:
        return {person_of[one]: value for one, value in rows.values_list(who, what)}

    return {
        "zone": by_person(people, "pk", "time_zone"),
        "address": {person: reach[person].address(Medium.EMAIL) for person in persons.records_of},
        "barred": {person: reach[person].is_barred for person in persons.records_of},
        "allows": by_person(consents, "customer", "pk"),
        "complaint": by_person(complaints, "signal__customer", "reference"),
        "case": by_person(cases, "customer", "opened_at"),
        "survey": by_person(surveys, "customer", "invited_at"),
        **_scores(persons, at),
    }


def _scores(persons: Persons, at: datetime) -> dict[str, dict[int, Any]]:
    """The newest score and the last poor moment. Competitive answers are double-blind: nobody is known by them."""
    said = living_signals().filter(
        Q(score__isnull=False) | Q(kind=Signal.Kind.COMPLAINT), submitted_at__lte=at
    )
    theirs = said.filter(customer__in=persons.records).exclude(kind_of_score=KindOfScore.COMPETITIVE)
    found: dict[str, dict[int, Any]] = {"score": {}, "poor": {}}
    rows = theirs.order_by("submitted_at", "id").values_list("customer", "submitted_at", "score", "kind")
    for who, moment, score, kind in rows:
        person = persons.person_of[who]
        if score is not None:
            found["score"][person] = (moment, score)
        if kind == Signal.Kind.COMPLAINT or (score is not None and score <= POOR_UNTIL):
            found["poor"][person] = moment
    return found


def _asks(persons: Persons) -> dict[int, list[PastAsk]]:
    """Everything a person was asked, under whichever of their records: a budget binds the person."""
    found: dict[int, list[PastAsk]] = defaultdict(list)
    rows = Ask.objects.filter(advocate__customer__in=persons.records).order_by("asked_at", "id")
    for who, *past in rows.values_list("advocate__customer", "asked_at", "kind", "answer", "answered_at"):
        found[persons.person_of[who]].append(PastAsk(*past))
    return found
