"""Count the register: the evidence of every open opportunity, and 10,000 draws from it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Max, QuerySet
from django.utils.timezone import localdate

from groundswell.science.money import ranking
from groundswell.science.money.ranges import REACH_OF_90, Range
from groundswell.science.statistics.intervals import normal_quantile

from ..estimates import Estimate
from ..evidence import OpportunityEvidence, evidence_of_each
from ..models import Opportunity, Ranking
from ..persons import knows_revenue
from ..voices import behind_each
from .kept import Standing, begin_counting, keep_ranking, newest_ranking, placed
from .overlap import pairs_of, whole_of

YEAR = timedelta(days=364)
NARROWER = REACH_OF_90 / normal_quantile(0.95)
"""From a 95% range to the 90% range that the ranking draws from."""
LEAST_OF_A_RANGE = 0.01
"""Of its value: what cannot be negative does not reach nought, so that it is drawn as an amount."""


def last_year(at: datetime) -> tuple[date, date]:
    """The period that the register looks at: its first and its last day count, 365 in all."""
    until = localdate(at)
    return until - YEAR, until


def count_standings(among: QuerySet[Opportunity], at: datetime) -> list[Standing]:
    """Count and rank these; what cannot be ranked comes last. Heavy: a job does it, and pages before its first round.

    The same day gives the same order. The number of questions does not depend on the number of opportunities.
    """
    opportunities = list(_with_what_it_stands_on(among))
    return _ranked(opportunities, evidence_of_each(opportunities, *last_year(at)))


def _with_what_it_stands_on(among: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    return among.select_related("theme", "touchpoint", "root_cause", "owner").order_by("pk")


def _ranked(
    opportunities: Sequence[Opportunity], evidence: Mapping[int, OpportunityEvidence]
) -> list[Standing]:
    given = [_weighed(one, evidence[one.pk]) for one in opportunities if evidence[one.pk].may_be_ranked]
    found = {int(one.code): one for one in ranking.ranked(given)}
    standings = [placed(one, evidence[one.pk], found.get(one.pk)) for one in opportunities]
    return sorted(standings, key=lambda one: (one.rank is None, one.rank or 0, one.opportunity.pk))


def count_register(at: datetime) -> Ranking:
    """One round: every open opportunity in its place, what has left the ranking with its evidence, and which share customers."""
    state, (since, until) = state_of_register(at), last_year(at)
    begin_counting()
    every = list(
        _with_what_it_stands_on(Opportunity.objects.filter(merger=None)).select_related("settlement")
    )
    behind = behind_each(every, since, until)
    evidence = evidence_of_each(every, since, until, behind)
    waiting = [one for one in every if not hasattr(one, "settlement")]
    left = [Standing(one, evidence[one.pk]) for one in every if hasattr(one, "settlement")]
    standings = _ranked(waiting, evidence) + left
    whole = whole_of((behind[one.pk] for one in waiting), until, knows_money=knows_revenue(until))
    return keep_ranking(standings, whole=whole, pairs=pairs_of(behind), state=state, at=at)


def is_out_of_date(at: datetime) -> bool:
    """Whether the register or the day is another than in the newest round."""
    newest = newest_ranking()
    return Opportunity.objects.exists() if newest is None else newest.state != state_of_register(at)


def is_being_counted(at: datetime) -> bool:
    """Whether pages show a round that another one takes the place of within minutes; before the first they count themselves."""
    return newest_ranking() is not None and is_out_of_date(at)


def state_of_register(at: datetime) -> str:
    """The register in short: the same as long as nobody enters, joins, judges or settles, and the day does not end."""
    rows: Sequence[tuple[object, ...]] = list(
        Opportunity.objects.order_by("pk")
        .annotate(joined=Count("joinings"), last=Max("joinings__at"), is_settled=Max("settlement__at"))
        .values_list(
            "pk", "theme", "touchpoint", "root_cause", "effort_days_low", "effort_days_high",
            "solvable_low", "solvable_high", "joined", "last", "is_settled", "merger__into",
        )
    )  # fmt: skip
    return sha256(repr((localdate(at), rows)).encode()).hexdigest()


def _weighed(opportunity: Opportunity, evidence: OpportunityEvidence) -> ranking.Opportunity:
    each, handling = evidence.money_each, evidence.handling
    solvable = [part / 100 for part in evidence.solvable]
    return ranking.Opportunity(
        code=str(opportunity.pk),
        customers_touched=_ninety(evidence.touched),
        points_lost=_ninety(evidence.points_lower, may_be_negative=True),
        money_each=_ninety(each, may_be_negative=each.value < 0) if each else Range(1.0, 1.0),
        handling=_ninety(handling) if each and handling and handling.value else ranking.NOTHING,
        confidence=Range(*solvable),
        effort=Range(*map(float, evidence.effort)),
    )


def _ninety(estimate: Estimate | None, *, may_be_negative: bool = False) -> Range:
    assert estimate is not None  # noqa: S101 only what may be ranked comes here
    below, above = (estimate.value - estimate.low) * NARROWER, (estimate.high - estimate.value) * NARROWER
    low, high = estimate.value - below, estimate.value + above
    return Range(low if may_be_negative else max(low, LEAST_OF_A_RANGE * estimate.value), high)
