"""A customer on the telephone: what stands against asking them, and the answers that a colleague enters for them."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.customers.actions import add_identities, find_or_make_customer
from groundswell.foundation.customers.models import Channel, Customer, Identity
from groundswell.foundation.organisation.models import Unit
from groundswell.listen.channels.web.drafts import begin_call
from groundswell.listen.surveys.models import AnswerDraft, Survey

from .judging import candidate_for, history_of, rules_in_force
from .models import Way
from .queries import consent_taken_back, known_about
from .rules import Allowed, Suppressed, judge


def word_against_asking(customer: Customer, survey: Survey, *, at: datetime) -> Suppressed | None:
    """The first rule that says not to ask somebody who is on the telephone. They need no address for it."""
    rules = rules_in_force()
    known = known_about([customer.pk], reach=rules.reach, at=at)[customer.pk]
    candidate = replace(
        candidate_for(known, survey, Way.BY_HAND),
        has_address=True,
        consents=consent_taken_back(customer, [Channel.PHONE]) is None,
    )
    found = judge(candidate, history_of(known), rules, at)
    return None if isinstance(found, Allowed) else found


@transaction.atomic
def begin_asking(
    survey: Survey,
    *,
    by: User,
    at: datetime,
    known: Customer | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    unit: Unit | None = None,
    is_served_by_me: bool = False,
) -> AnswerDraft:
    """The answers of a customer on the telephone. Who was found is known by what else they said; who it is may stay unknown."""
    given = {Identity.Kind.PHONE: phone, Identity.Kind.EMAIL: email}
    if known:
        add_identities(known, given, name=name if not known.name else "")
    customer = known or find_or_make_customer(given, name=name)
    served_by = by.person if is_served_by_me else None
    return begin_call(survey, by=by, at=at, customer=customer, unit=unit, served_by=served_by)
