"""The outer loop: what teams raised, what the council decided, two initiatives, their measured effect and the replies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from demo.council import Council, decide_on, make_council, put_before, vote_on
from demo.huddles import voices_about
from demo.months import Months, moment_on, working_moment
from demo.organisation import Organisation
from demo.outer_words import (
    DISSENT,
    EARLY,
    ISSUES,
    REFUND,
    REFUND_ISSUE,
    WE_DID,
    WELCOME,
    WELCOME_ISSUE,
    YOU_SAID,
    Issue,
)
from demo.plan import first_days
from groundswell.act.huddles.actions import elevate
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.actions import (
    end_initiative,
    plan_milestone,
    reach_milestone,
    roll_out,
    spend,
    start,
)
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.actions import join_elevation, open_opportunity, set_aside_elevation
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.replies.actions import announce
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme


@dataclass(frozen=True)
class Stage:
    """Everybody and everything that the outer loop needs."""

    organisation: Organisation
    touchpoints: dict[str, Touchpoint]
    themes: dict[str, Theme]
    months: Months
    council: Council

    @property
    def office(self) -> Person:
        return self.organisation.posts["head of customer advocacy"]

    def ago(self, days: int, hour: int = 10) -> datetime:
        """A moment in working hours so many days ago, on a week day."""
        return working_moment(self.months.today - timedelta(days=days), hour)


def set_stage(
    organisation: Organisation, touchpoints: dict[str, Touchpoint], themes: dict[str, Theme], months: Months
) -> Stage:
    """The council is made a good year ago."""
    return Stage(
        organisation, touchpoints, themes, months, make_council(organisation, months.at - timedelta(days=400))
    )


def run_refund(stage: Stage) -> Initiative:
    """Several teams raise the same thing; the council approves; ten shops begin in two waves; customers are told."""
    elevations = [_early(stage, *one) for one in EARLY]
    first, *others = elevations
    opportunity = open_issue(stage, REFUND_ISSUE, first)
    for elevation in others:
        join_elevation(elevation, opportunity, by=stage.office, at=stage.ago(284, 11))
    days = first_days(stage.months)["refund"]
    meeting = working_moment(min(days.values()) - timedelta(days=14), 14)
    proposal = put_before(
        stage.council,
        opportunity,
        solution="The till pays out up to 150 without a call, at the door, on the spot or within two days. Ten shops in two waves.",
        amount=48_000,
        at=meeting - timedelta(days=9),
    )
    vote_on(stage.council, proposal, at=meeting, dissent=DISSENT)
    decision = decide_on(
        stage.council,
        proposal,
        approved=True,
        reasons="The weakest link of the whole journey, raised by four teams. We learn with ten shops before all follow.",
        conditions="Web orders are decided on after the first effect is measured.",
        at=meeting + timedelta(minutes=40),
    )
    initiative = start(
        decision, name=REFUND, owner=stage.organisation.posts["shops"], sponsor=stage.council.members[0],
        expected_points=Decimal("10.0"), by=stage.office, at=meeting + timedelta(hours=2),
    )  # fmt: skip
    _milestones(initiative, stage, _first_two(days.values()))
    _roll_out(initiative, stage, days)
    for ago, amount, what in (
        (230, 14_500, "Changes to the tills"),
        (205, 9_800, "Training, first wave"),
        (160, 7_600, "Training, second wave"),
    ):
        spend(
            initiative,
            Decimal(amount),
            what_for=what,
            on=stage.ago(ago).date(),
            by=initiative.owner,
            at=stage.ago(ago),
        )
    return initiative


def _first_two(days: Iterable[date]) -> list[date]:
    return sorted(set(days))


def _early(stage: Stage, team: str, who: int, title: str, problem: str) -> Elevation:
    unit, theme, at = stage.organisation.units[team], stage.themes["returns-and-refunds"], stage.ago(292)
    voices = voices_about(unit, theme, at, 4)
    by = stage.organisation.teams[team][who]
    return elevate(title, problem, unit=unit, by=by, at=at, signals=voices, theme=theme)


def open_issue(stage: Stage, issue: Issue, elevation: Elevation | None = None) -> Opportunity:
    """Enter one issue in the register."""
    return open_opportunity(
        title=issue.title, problem=issue.problem, impact=issue.impact, effort_days=issue.effort, by=stage.office,
        at=stage.ago(issue.days_ago), theme=stage.themes[issue.theme], touchpoint=stage.touchpoints[issue.touchpoint],
        elevation=elevation, owner=stage.organisation.posts[issue.owner],
    )  # fmt: skip


def _milestones(initiative: Initiative, stage: Stage, waves: list[date]) -> None:
    today, at = stage.months.today, initiative.started_at
    steps = [
        ("The tills may pay out", waves[0] - timedelta(days=5)),
        ("First six shops work with it", waves[0]),
    ]
    steps += [
        ("Four more shops work with it", waves[1]),
        ("Web orders at the door: ready to decide", today + timedelta(days=25)),
    ]
    for name, due_on in steps:
        milestone = plan_milestone(initiative, name=name, due_on=due_on, by=initiative.owner, at=at)
        if due_on < today:
            reach_milestone(milestone, by=initiative.owner, at=moment_on(due_on, 17 * 60))


def _roll_out(initiative: Initiative, stage: Stage, days: dict[str, date]) -> None:
    for shop, day in sorted(days.items(), key=lambda pair: (pair[1], pair[0])):
        at = moment_on(day - timedelta(days=3), 12 * 60)
        roll_out(initiative, stage.organisation.units[shop], from_on=day, by=initiative.owner, at=at)


def run_welcome(stage: Stage) -> Initiative:
    """The other initiative: eight shops, a small sum, and no effect."""
    opportunity = open_issue(stage, WELCOME_ISSUE)
    days = first_days(stage.months)["welcome"]
    meeting = working_moment(min(days.values()) - timedelta(days=10), 14)
    proposal = put_before(
        stage.council, opportunity, solution="Everybody who comes in is greeted with the same three sentences.", amount=9_500,
        at=meeting - timedelta(days=7),
    )  # fmt: skip
    vote_on(stage.council, proposal, at=meeting, votes=5)
    reasons = "Cheap and quick to try. We want to see it in the scores before more shops follow."
    decision = decide_on(
        stage.council, proposal, approved=True, reasons=reasons, at=meeting + timedelta(minutes=30)
    )
    initiative = start(
        decision, name=WELCOME, owner=stage.organisation.posts["shops"], sponsor=stage.council.members[1],
        expected_points=Decimal("6.0"), by=stage.office, at=meeting + timedelta(hours=1),
    )  # fmt: skip
    _roll_out(initiative, stage, days)
    spend(
        initiative,
        Decimal(8_200),
        what_for="Trainer and cards",
        on=stage.ago(190).date(),
        by=initiative.owner,
        at=stage.ago(190),
    )
    return initiative


def fill_register(stage: Stage, raised: list[Elevation]) -> None:
    """Six more issues; what teams raised is joined, set aside or still waits; one proposal is declined, one is open."""
    opened = {issue.theme: open_issue(stage, issue) for issue in ISSUES}
    for elevation in raised:
        age = stage.months.at - elevation.raised_at
        issue = opened.get(elevation.theme.code) if elevation.theme else None
        answered_at = elevation.raised_at + timedelta(days=2, hours=3)
        if age < timedelta(days=12) and elevation.theme.code != "colour-and-look":
            continue
        if elevation.theme.code == "colour-and-look":
            answered_at = min(answered_at, stage.months.at)
            why = "The window is yours to choose: your head of region agrees. Go ahead, no council needed."
            set_aside_elevation(elevation, why=why, by=stage.office, at=answered_at)
        elif issue is not None:
            join_elevation(elevation, issue, by=stage.office, at=max(answered_at, issue.opened_at))
    _decline_the_club(stage, opened["loyalty-club"])
    parcels = put_before(
        stage.council, opened["delivery-delay"], at=stage.ago(6), amount=38_000,
        solution="A second courier for the north, and a message to the customer as soon as a depot misses a day.",
    )  # fmt: skip
    vote_on(stage.council, parcels, at=stage.ago(3), votes=2)


def _decline_the_club(stage: Stage, opportunity: Opportunity) -> None:
    proposal = put_before(
        stage.council, opportunity, solution="A new club application with a balance that everybody sees.", amount=55_000,
        at=stage.ago(70),
    )  # fmt: skip
    vote_on(
        stage.council,
        proposal,
        at=stage.ago(61, 14),
        votes=5,
        dissent="Few customers, much money.",
        against=1,
    )
    reasons = "It touches few customers and ranks below four others. Ask for a smaller first step: a reminder before points expire."
    decide_on(stage.council, proposal, approved=False, reasons=reasons, at=stage.ago(61, 15))


def measure_and_tell(stage: Stage, refund: Initiative, welcome: Initiative) -> None:
    """Measure as time goes by, publish what was measured, tell everybody behind it, and measure once more today."""
    for days in (150, 95, 40):
        measure_effect(refund, at=stage.ago(days))
    for days in (120, 40):
        measure_effect(welcome, at=stage.ago(days))
    announce(refund, you_said=YOU_SAID, we_did=WE_DID, by=stage.office, at=stage.ago(18))
    end_initiative(welcome, by=welcome.owner, at=stage.ago(16))
    for initiative in (refund, welcome):
        measure_effect(initiative, at=stage.months.at)
