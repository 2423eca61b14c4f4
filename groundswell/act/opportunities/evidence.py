"""What stands behind opportunities, counted together: whom they touch, how many points, how much money."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from groundswell.understand.themes.models import Theme

from .asking import asked_by, issues_of
from .counted import by_month
from .course import Courses, change, courses, months_of
from .estimates import Estimate, product
from .figures import MINIMUM_CUSTOMERS, handling_of, money_each_of, touched_of
from .ground import MINIMUM_ANSWERS, Beside, Ground, Issue, survey, whole_score
from .models import Opportunity
from .voices import Behind, behind_each, questions_of

USUAL_EFFORT = (5, 200)
USUAL_SOLVABLE = (25, 90)
"""What stands in while nobody has judged: wide, so that the doubt shows."""
NO_MONEY = "The revenue of customers is not known yet, so money does not count in the ranking."


@dataclass(frozen=True, slots=True)
class OpportunityEvidence:
    """Everything that speaks for one opportunity in one period. What is not known is None, and ``reasons`` say why.

    ``touched``: customers, scaled from those who answered to all. ``points_lower``: by how much those who mention it
    score below the others; ``left_over``: how many others there are at its place, where nearly everybody there mentions it;
    ``not_apart``: from which theme it cannot be told, in a sentence. ``is_of_place``: a touchpoint itself, beside others.
    ``asks_scores``: it names a theme or a touchpoint. ``money_largest``: what the one who brings most of the known ones brought. ``whole_score``: what that takes from the whole score. ``money``: revenue of the touched customers in the twelve months
    before ``until``; ``money_each``: the same per customer. ``handling``: what their contacts, complaints and cases cost in
    the period at stated rates. ``rise``: of 100 answers, how many more than before.
    """

    since: date
    until: date
    voices: int
    customers: int
    answering: int
    touched: Estimate | None
    points_lower: Estimate | None
    whole_score: Estimate | None
    n_with: int
    n_without: int
    money: Estimate | None
    money_each: Estimate | None
    money_known: float | None
    money_largest: float | None
    handling: Estimate | None
    handled: int
    rise: Estimate | None
    effort_judged: tuple[int, int] | None
    solvable_judged: tuple[int, int] | None
    left_over: int | None = None
    not_apart: str = ""
    is_of_place: bool = False
    is_by_cause: bool = False
    asks_scores: bool = True
    is_counted: bool = True

    @property
    def effort(self) -> tuple[int, int]:
        """Person-days; a wide range while nobody has judged them."""
        return self.effort_judged or USUAL_EFFORT

    @property
    def solvable(self) -> tuple[int, int]:
        """Per cent that can be solved; a wide range while nobody has judged it."""
        return self.solvable_judged or USUAL_SOLVABLE

    @property
    def may_be_ranked(self) -> bool:
        """Whether customers and points are both known."""
        return self.touched is not None and self.points_lower is not None

    @property
    def recommendations(self) -> Estimate | None:
        """How many more customers, net, would recommend us if those touched scored like the others; None if they do."""
        if self.points_lower is None or self.points_lower.value <= 0:
            return None
        return product(self.touched, self.points_lower.times(0.01))

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is missing, each with what would help."""
        is_known = self.money_known is not None or not self.is_counted
        return self.needed_to_rank if is_known else (*self.needed_to_rank, NO_MONEY)

    @property
    def needed_to_rank(self) -> tuple[str, ...]:
        """What it takes to be ranked; empty where nothing is missing."""
        if not self.is_counted:
            return ("It is new in the register: its evidence is counted within minutes.",)
        said = []
        if self.touched is None:
            said.append(
                f"It takes {MINIMUM_CUSTOMERS} known customers behind it to tell how many it touches: there {_are(self.customers)}."
            )
        if self.points_lower is None and self.is_by_cause:
            said.append(
                "Cases are opened after low scores: beside all answers every root cause would seem to cost points, so what this one costs "
                "cannot be read from its cases. Name a theme, and it is ranked."
            )
        elif self.points_lower is None and not self.asks_scores:
            said.append("Name a theme or a touchpoint: then answers tell the points that it costs.")
        elif self.points_lower is None and self.not_apart:
            said.append(self.not_apart)
        elif self.points_lower is None and min(self.n_with, self.n_without) >= MINIMUM_ANSWERS:
            said.append(
                f"Nearly every answer is about it: {self.n_with:,} of {self.n_with + self.n_without:,}. The few others are no fair "
                "comparison, so the points that it costs cannot be told. Name a narrower theme."
            )
        elif self.points_lower is None:
            those, rest = (
                ("given there", "given at other touchpoints")
                if self.is_of_place
                else ("with words that mention it", "with words that do not mention it")
            )
            which = those if self.n_with <= self.n_without else rest
            few = f"{MINIMUM_ANSWERS} scores from 0 to 10 {which}"
            said.append(
                f"It takes {few} to tell the points it costs: there {_are(min(self.n_with, self.n_without))}."
            )
        return tuple(said)

    @property
    def points_missing(self) -> str:
        """Why there are no points, in two or three words."""
        if not self.is_counted:
            return self.missing
        return "not told apart" if self.not_apart else "of a theme only" if self.is_by_cause else self.missing

    @property
    def missing(self) -> str:
        """Why a figure is not there, in two or three words."""
        return "too few" if self.is_counted else "not counted yet"

    @property
    def money_missing(self) -> str:
        """The same of an amount."""
        return "not known" if self.is_counted else self.missing

    @property
    def others(self) -> str:
        """Whom those who mention it are compared with."""
        if self.is_of_place:
            return "who answered at other touchpoints"
        return "others" if self.left_over is None else "who wrote at other touchpoints"

    @property
    def held_fixed(self) -> str:
        """What is alike on both sides."""
        if self.is_of_place:
            return "with the segments of the customers and the months held fixed"
        return "with the other themes of their answers held fixed"

    @property
    def caution(self) -> str:
        """Why the points are not those of the theme alone; empty where they are compared with others at the same place."""
        if self.points_lower is None:
            return ""
        if self.is_of_place:
            return (
                "All who answered there stand beside all who answered at other touchpoints, as customers of the same segments in the "
                "same months. It is another moment for them, and partly others came: what else differs counts along."
            )
        if self.left_over is None:
            return ""
        return (
            f"Nearly everybody who wrote there mentions it ({self.n_with:,} of {self.n_with + self.left_over:,}), so the few others "
            "there are no fair comparison. Those who wrote at other touchpoints are: whatever else weighs on this one counts along."
        )

    @property
    def rests_on_one(self) -> bool:
        """Whether one customer brings half or more of what the known ones bring: then money and place are mostly theirs."""
        return (
            self.money_largest is not None
            and self.money_largest > 0
            and 2 * self.money_largest >= (self.money_known or 0.0)
        )

    @property
    def turn(self) -> str:
        """Whether it grows, in a word; empty where that cannot be told."""
        if self.rise is None:
            return ""
        return "Rising" if self.rise.low > 0 else "Falling" if self.rise.high < 0 else "No change to tell"


def evidence_of_each(
    opportunities: Iterable[Opportunity], since: date, until: date, behind: Mapping[int, Behind] | None = None
) -> dict[int, OpportunityEvidence]:
    """The evidence of many opportunities by their id. The number of questions depends only on how many are one with another.

    ``behind``: who stands behind each, where that is known already.
    """
    wanted = list(opportunities)
    if not wanted:
        return {}
    behind = behind_each(wanted, since, until) if behind is None else behind
    ground, course = survey(since, until), courses(until)
    names = dict(Theme.objects.values_list("pk", "name"))
    questions: dict[int, list[Opportunity]] = defaultdict(list)
    for pk, one in questions_of(wanted):
        questions[pk].append(one)
    return {
        one.pk: _evidence(one, behind[one.pk], questions[one.pk], ground, course, names) for one in wanted
    }


def _evidence(
    opportunity: Opportunity,
    behind: Behind,
    questions: list[Opportunity],
    ground: Ground,
    course: Courses,
    names: Mapping[int, str],
) -> OpportunityEvidence:
    issues = [issue for one in questions for issue in issues_of(one)]
    is_by_cause = opportunity.root_cause_id is not None and not issues
    beside = ground.words.groups(issues)
    difference = beside.difference
    touched, each = touched_of(len(behind.customers), ground), money_each_of(behind, ground)
    brought = [ground.revenue.get(pk, 0.0) for pk in behind.customers]
    handled = [len(rate.signals & behind.signals) for rate in ground.rates]
    return OpportunityEvidence(
        since=ground.since,
        until=ground.until,
        voices=len(behind.signals),
        customers=len(behind.customers),
        answering=ground.answering,
        touched=touched,
        points_lower=difference
        and Estimate(difference.points, difference.interval.low, difference.interval.high),
        whole_score=difference and whole_score(difference, beside.with_it, ground.words.answers),
        n_with=beside.with_it.n,
        n_without=beside.without_it.n,
        left_over=beside.left_over,
        not_apart=_place_not_apart_words(beside, ground)
        if beside.is_of_place
        else not_apart_words(beside, names),
        is_of_place=beside.is_of_place,
        money=product(touched, each),
        money_each=each,
        money_known=sum(brought) if ground.revenue else None,
        money_largest=max(brought, default=0.0) if ground.revenue else None,
        handling=handling_of(handled, ground),
        handled=sum(handled),
        rise=_rise(questions, issues, course),
        effort_judged=_judged(opportunity.effort_days_low, opportunity.effort_days_high),
        solvable_judged=_judged(opportunity.solvable_low, opportunity.solvable_high),
        is_by_cause=is_by_cause,
        asks_scores=bool(issues),
    )


def not_apart_words(beside: Beside, names: Mapping[int, str]) -> str:
    """Which theme it cannot be told from, and what helps; empty where it can."""
    found = beside.not_apart
    if found is None:
        return ""
    other = names.get(found.other, "another theme")
    return (
        f"“{other}” is in {found.with_it:,} of the {beside.with_it.n:,} answers that mention it and in {found.without_it:,} of "
        f"the {beside.without_it.n:,} others: too few tell the two apart, so the points that each costs cannot be told. "
        "Where they are the same problem, make them one theme or one opportunity; else name a narrower theme."
    )


def _place_not_apart_words(beside: Beside, ground: Ground) -> str:
    found = beside.not_apart
    if found is None or ground.words.touchpoints is None:
        return ""
    return (
        f"{found.with_it:,} of the {beside.with_it.n:,} answers there and {found.without_it:,} of the {beside.without_it.n:,} others "
        f"are {ground.words.touchpoints.names[found.other]}: too few tell the touchpoint from that, so the points that it costs cannot "
        "be told. Name a theme."
    )


def _rise(questions: list[Opportunity], issues: list[Issue], course: Courses) -> Estimate | None:
    """One question is read from what was counted for all; several together are asked by themselves, each answer once."""
    if len(questions) == 1:
        return course.rise(*issues[0]) if issues else None
    asked = asked_by(questions)
    if asked is None:
        return None
    about, where = (by_month(replace(one, until=course.until)) for one in (asked.about, asked.where))
    return change(months_of(about, where, course.until))


def _are(number: int) -> str:
    return f"is {number}" if number == 1 else f"are {number}"


def _judged(low: int | None, high: int | None) -> tuple[int, int] | None:
    return None if low is None or high is None else (low, high)
