"""One objective, the metrics that carry it, and targets from the whole down to one person."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from demo.measures import REFUND_DAYS
from demo.months import Months
from demo.organisation import DEMO_SHOP, ROOT, Organisation
from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.objectives.models import Metric
from groundswell.align.objectives.queries import reading_of
from groundswell.align.scorecards.actions import correct_course, make_scorecard, set_target
from groundswell.align.scorecards.models import Scorecard, Target
from groundswell.foundation.access.models import User
from groundswell.foundation.customers.revenue import months_from
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person, Unit

TREE = (
    # name, under, level, source, touchpoint, measure, is upward, evidence, note
    ("Earned growth", "", "money", "earned_growth", "", "", True, "belief", ""),
    ("Customers who stay", "Earned growth", "behaviour", "retention", "", "", True, "correlation", "Who stays buys again; two years of revenue."),
    ("Relationship score", "Customers who stay", "attitude", "relationship_score", "", "", True, "correlation", "Promoters stay longer than detractors."),
    ("Returns score", "Relationship score", "experience", "experience_score", "returns", "", True, "comparison", "The weakest link of the journey."),
    ("Delivery score", "Relationship score", "experience", "experience_score", "delivery", "", True, "correlation", ""),
    ("Shop visit score", "Relationship score", "experience", "experience_score", "shop-visit", "", True, "correlation", ""),
    ("Days until the refund", "Returns score", "operations", "operational", "returns", REFUND_DAYS, False, "comparison", "Ten shops with refunds at the door against ten without."),
    ("Contacted in time", "Returns score", "operations", "contacted_in_time", "", "", True, "belief", "A quick call changes how a return is remembered."),
    ("Days until delivery", "Delivery score", "operations", "operational", "delivery", "Days until delivery", False, "correlation", ""),
)  # fmt: skip
GAIN = {
    "Earned growth": 4.0, "Customers who stay": 3.0, "Relationship score": 6.0, "Returns score": 12.0, "Delivery score": 8.0,
    "Shop visit score": 5.0, "Days until the refund": -2.5, "Contacted in time": 6.0, "Days until delivery": -0.6,
}  # fmt: skip
NEEDLE = {
    "Returns score": "Say the day on which the money comes, every time.",
    "Days until the refund": "Pay out at the door; book web parcels on the day they come.",
    "Shop visit score": "Greet within a minute, open the second till when four wait.",
    "Contacted in time": "Ring before noon on the day after.",
    "Delivery score": "Write before the customer asks.",
}
WHOLE = tuple(GAIN)
SHOP = ("Returns score", "Shop visit score", "Days until the refund", "Contacted in time")
CARDS = (
    (ROOT, WHOLE),
    ("shops", ("Relationship score", *SHOP)),
    (
        "web-shop",
        (
            "Relationship score",
            "Returns score",
            "Delivery score",
            "Days until the refund",
            "Days until delivery",
        ),
    ),
    ("service-centre", ("Contacted in time",)),
    ("north", SHOP),
    ("south", SHOP),
    ("leeds", SHOP),
    ("york", SHOP),
    ("guildford", ("Returns score", "Shop visit score")),
    ("delivery-desk", ("Delivery score", "Days until delivery")),
)


@dataclass
class Cards:
    """The targets that stand, by unit and metric, to follow from."""

    metrics: dict[str, Metric]
    targets: dict[tuple[int, str], Target]
    by: User
    at: datetime
    months: Months

    def above(self, unit: Unit, name: str, *, own: bool) -> Target | None:
        """The nearest target about the same metric in a unit above (or, for a person, in the unit itself)."""
        step = unit if own else unit.parent
        while step is not None:
            if (step.pk, name) in self.targets:
                return self.targets[step.pk, name]
            step = step.parent
        return None


def align(
    organisation: Organisation, touchpoints: dict[str, Touchpoint], users: dict[str, User], months: Months
) -> None:
    """Grow the tree, set the targets from the top down, and correct the course once."""
    steered_by = users[User.Role.EXECUTIVE]
    starts_on = months_from(months.first_day(months.count - 1), -2)
    at = datetime.combine(starts_on, time(9), months.at.tzinfo)
    objective = set_objective(
        "Customers come back and bring their friends",
        why="New customers by advertising cost more each year. Those who stay and those whom they bring carry our growth.",
        owner=steered_by.person, starts_on=starts_on, ends_on=months_from(starts_on, 12) - timedelta(days=1), by=steered_by, at=at,
    )  # fmt: skip
    metrics: dict[str, Metric] = {}
    for name, under, level, source, point, measure, upward, evidence, note in TREE:
        metrics[name] = add_metric(
            objective, name, level=level, source=source, by=steered_by, at=at, parent=metrics.get(under),
            touchpoint=touchpoints.get(point), measure=measure, higher_is_better=upward, edge_evidence=evidence, edge_note=note,
        )  # fmt: skip
    cards = Cards(metrics, {}, steered_by, at, months)
    for code, names in CARDS:
        _unit_card(cards, organisation.units[code], names)
    lead, colleague = organisation.teams[DEMO_SHOP][:2]
    _person_card(cards, lead, organisation.units[DEMO_SHOP], ("Contacted in time",))
    _person_card(cards, colleague, organisation.units[DEMO_SHOP], ("Shop visit score", "Returns score"))
    _correct(cards, organisation, users[User.Role.LEAD], months)


def _unit_card(cards: Cards, unit: Unit, names: tuple[str, ...]) -> None:
    scorecard = _card(cards, unit)
    for name in names:
        target = _target(cards, scorecard, name, unit, None, own=False)
        if target is not None:
            cards.targets[unit.pk, name] = target


def _person_card(cards: Cards, person: Person, unit: Unit, names: tuple[str, ...]) -> None:
    scorecard = _card(cards, person)
    for name in names:
        _target(cards, scorecard, name, unit, person, own=True)


def _card(cards: Cards, holder: Unit | Person) -> Scorecard:
    starts_on = cards.months.first_day(cards.months.count - 3)
    ends_on = months_from(starts_on, 12) - timedelta(days=1)
    return make_scorecard(holder, starts_on=starts_on, ends_on=ends_on, by=cards.by, at=cards.at)


def _target(
    cards: Cards, scorecard: Scorecard, name: str, unit: Unit, person: Person | None, *, own: bool
) -> Target | None:
    """From where the metric stood when the period began, by the same step for everybody; None without room for more."""
    metric, gain = cards.metrics[name], GAIN[name]
    found = reading_of(metric, at=cards.at, unit=unit, person=person).value
    above = cards.above(unit, name, own=own)
    baseline = round(found, 1) if found is not None else above.baseline if above else 70.0
    goal = round(max(baseline + gain, 0.1) if gain < 0 else min(baseline + gain, 99.0), 1)
    if (goal - baseline) * gain <= 0:
        return None
    return set_target(
        scorecard, metric, baseline=baseline, goal=goal, by=cards.by, at=cards.at,
        follows_from=above, move_the_needle=NEEDLE.get(name, ""),
    )  # fmt: skip


def _correct(cards: Cards, organisation: Organisation, lead: User, months: Months) -> None:
    """The lead of the demonstration shop sees the waiting and changes the rota."""
    unit = organisation.units[DEMO_SHOP]
    correct_course(
        cards.targets[unit.pk, "Shop visit score"],
        seen="Voices about waiting come from Saturday afternoons, and the score has not moved for two months.",
        change="From now on two colleagues start at noon on Saturdays, and the second till opens when four people wait.",
        review_on=months.today + timedelta(days=28),
        by=lead,
        at=months.at - timedelta(days=9),
    )
