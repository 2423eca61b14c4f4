"""From rows to the rules: the rules in force, and one person as a candidate."""

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings

from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.queries import calendar_of
from groundswell.listen.channels.outbox.quiet import Quiet
from groundswell.listen.surveys.models import KindOfScore, Survey

from .models import Ask, Way, Wish
from .queries import Known, living_rules
from .rules import Candidate, History, PastAsk, Rules


def rules_in_force() -> Rules:
    """The usual amounts with everything that somebody set, and whose holidays are kept. Two queries."""
    calendar = calendar_of(None)
    rules = Rules(country=calendar.country, subdivision=calendar.subdivision) if calendar else Rules()
    for row in living_rules():
        rules = rules.with_amount(row.kind, row.amount, row.survey_id)
    return rules


def quiet_by(zone_of: Mapping[int, str]) -> Callable[[int], Quiet]:
    """The nights and holidays of each customer; where nobody knows their time zone, those of the organisation."""
    rules = rules_in_force()
    return lambda customer: rules.quiet_in(zone_of.get(customer) or settings.TIME_ZONE)


def quiet_of(customers: Iterable[int]) -> Callable[[int], Quiet]:
    """The same for these customers. A question for each 5,000."""
    every, zone_of = sorted(set(customers)), dict[int, str]()
    for start in range(0, len(every), 5000):
        some = Customer.objects.filter(pk__in=every[start : start + 5000])
        zone_of |= dict(some.values_list("pk", "time_zone"))
    return quiet_by(zone_of)


def candidate_for(
    known: Known,
    survey: Survey,
    way: str,
    *,
    by_hand: bool = False,
    continues: int | None = None,
    has_answered: bool = False,
    is_quota_full: bool = False,
    is_survey_closed: bool = False,
    has_agreed: bool = False,
    media: tuple[str, ...] = Wish.EMAIL.media,
) -> Candidate:
    """This person, about to be asked this survey by one of these media."""
    works = [medium for medium in media if medium in known.reach.addresses]
    return Candidate(
        survey_id=survey.pk,
        is_relationship=survey.kind_of_score == KindOfScore.RELATIONSHIP,
        zone=known.zone,
        way=way,
        has_address=bool(works),
        has_left=known.has_left,
        consents=has_agreed or any(medium in known.reach.allows for medium in works),
        is_banned=known.is_banned,
        is_survey_closed=is_survey_closed or survey.closed_at is not None,
        has_answered=has_answered,
        is_quota_full=is_quota_full,
        by_hand=by_hand or way == Way.BY_HAND,
        continues=continues,
    )


def history_of(known: Known, ask: Ask | None = None) -> History:
    """What went to this person and what waits, the ask itself aside."""
    return History(
        asks=tuple(PastAsk(*past) for past in known.asks),
        account_asks=known.account_asks,
        relationship_due=tuple(due for pk, due in known.relationship_due if ask is None or pk != ask.pk),
    )
