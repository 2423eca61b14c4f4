"""Which voices deserve a case: what a rule is about, before it is switched on as well as after."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value

from groundswell.foundation.customers.models import Membership, Revenue
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.themes.models import Mention

from .models import OpeningRule

ANSWERED_LOW = {
    OpeningRule.Opens.LOW_SATISFACTION: "satisfaction",
    OpeningRule.Opens.LOW_EASE: "effort",
}
"""Rules about answers that are no score from 0 to 10, and the kind of question that they are about."""

FRESH_FOR = timedelta(days=30)
"""What was said longer ago than this when it reached us is history, not somebody who waits: an old file opens nothing."""

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a rule asks of a voice; all of it has to hold. No theme means any, no revenue means any customer."""

    opens_for: OpeningRule.Opens
    highest_score: int | None = None
    themes: tuple[int, ...] = ()
    least_revenue: Decimal | None = None


def conditions_of(rule: OpeningRule) -> Conditions:
    """The conditions of a rule as it is kept."""
    themes = tuple(theme.pk for theme in rule.themes.all())
    return Conditions(OpeningRule.Opens(rule.opens_for), rule.highest_score, themes, rule.least_revenue)


def deserving(conditions: Conditions, since: datetime, until: datetime) -> QuerySet[Signal]:
    """The voices received in this time for which these conditions hold, with a case or without.

    Competitive answers are double-blind: nobody may follow them up. What answers a letter of a case belongs to that case.
    """
    voices = living_signals().filter(
        received_at__range=(since, until), submitted_at__gt=F("received_at") - FRESH_FOR
    )
    voices = voices.exclude(kind_of_score=KindOfScore.COMPETITIVE).filter(_said(conditions), case_reply=None)
    if conditions.opens_for == OpeningRule.Opens.COMPLAINT:
        voices = voices.filter(complaint_addition=None)
    if conditions.themes:
        mentions = Mention.objects.filter(signal=OuterRef("pk"), theme__in=conditions.themes)
        voices = voices.filter(Exists(mentions))
    if conditions.least_revenue is not None:
        voices = voices.alias(brought=_brought(until)).filter(brought__gte=conditions.least_revenue)
    return voices


def _said(conditions: Conditions) -> Q:
    match conditions.opens_for:
        case OpeningRule.Opens.COMPLAINT:
            return Q(kind=Signal.Kind.COMPLAINT) | Q(complaint__isnull=False, complaint__is_history=False)
        case OpeningRule.Opens.LOW_SCORE:
            return Q(score__lte=conditions.highest_score)
        case OpeningRule.Opens.ANY_VOICE:
            return Q()
        case low:
            answers = Answer.objects.filter(signal=OuterRef("pk"), kind=ANSWERED_LOW[low])
            return Q(Exists(answers.filter(number__lte=conditions.highest_score)))


def _brought(at: datetime) -> Subquery:
    """What the customer of a voice brought in the twelve months before, alone or with everybody of their accounts.

    Asked for each voice that is left, so that no rule adds up the revenue of everybody every few seconds.
    """
    mates = Membership.objects.filter(
        until=None,
        account__memberships__until=None,
        account__memberships__customer=OuterRef(OuterRef("customer")),
    )
    whose = Q(customer=OuterRef("customer")) | Q(customer__in=mates.values("customer"))
    revenue = Revenue.objects.filter(whose, month__gte=(at - A_YEAR).date()).order_by().values(one=Value(1))
    return Subquery(revenue.annotate(total=Sum("amount")).values("total"))
