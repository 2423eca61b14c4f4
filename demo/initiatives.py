"""Two initiatives: one that really works, and one that does nothing. Both are decided, paid for and rolled out alike."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from demo.council import decide_on, put_before, vote_on
from demo.decisions import assess_proposal
from demo.huddles import voices_about
from demo.months import moment_on, working_moment
from demo.organisation import SHOPS
from demo.outer_words import DISSENT, EARLY, REFUND, REFUND_ISSUE, WELCOME, WELCOME_ISSUE
from demo.partner_work import record_waves
from demo.plan import first_days
from demo.stage import Stage, open_issue
from groundswell.act.council.conditions import OnCondition, settle_condition
from groundswell.act.huddles.actions import elevate
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.actions import plan_milestone, reach_milestone, roll_out, spend, start
from groundswell.act.initiatives.designs.departing import note_departure
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.actions import join_elevation


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
    assess_proposal(
        stage,
        proposal,
        stage.office,
        who="Everybody who returns something in a shop",
        points=(4, 16),
        begins=min(days.values()),
        days=283,
    )
    vote_on(stage.council, proposal, at=meeting, dissent=DISSENT)
    decision = decide_on(
        stage.council,
        proposal,
        approved=True,
        reasons="The weakest link of the whole journey, raised by four teams. We learn with ten shops before all follow.",
        conditions=_conditions(stage, meeting),
        at=meeting + timedelta(minutes=40),
    )
    settle_condition(
        decision.conditions.first(),
        is_met=True,
        words="Both waves: a signed list of each shop.",
        by=stage.organisation.posts["shops"],
        at=working_moment(min(days.values()) - timedelta(days=2), 11),
    )
    initiative = start(
        decision, name=REFUND, owner=stage.organisation.posts["shops"], sponsor=stage.council.members[0],
        expected_points=Decimal("10.0"), release=Decimal(48_000), by=stage.council.members[0], at=meeting + timedelta(hours=2),
    )  # fmt: skip
    _milestones(initiative, stage, sorted(set(days.values())))
    record_waves(initiative, days, stage, SHOPS)
    _roll_out(initiative, stage, days)
    late = max(days, key=lambda shop: (days[shop], shop))
    note_departure(
        initiative,
        stage.organisation.units[late],
        had_it_from=days[late] + timedelta(days=16),
        because="Its new till came two weeks late.",
        by=initiative.owner,
        at=moment_on(days[late] + timedelta(days=17), 10 * 60),
    )
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


def _conditions(stage: Stage, at: datetime) -> list[OnCondition]:
    """One that is met before the start, and one that is still to come."""
    posts, start = stage.organisation.posts, at.date()
    return [
        OnCondition(
            "Everybody at the tills is trained before their shop begins.",
            posts["shops"],
            start + timedelta(days=14),
        ),
        OnCondition(
            "Web orders are decided on after the first effect is measured.",
            posts["head of customer advocacy"],
            max(start, stage.ago(-21).date()),
        ),
    ]


def _early(stage: Stage, team: str, who: int, title: str, problem: str) -> Elevation:
    unit, theme, at = stage.organisation.units[team], stage.themes["returns-and-refunds"], stage.ago(292)
    voices = voices_about(unit, theme, at, 4)
    by = stage.organisation.teams[team][who]
    return elevate(title, problem, unit=unit, by=by, at=at, signals=voices, theme=theme)


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
    assess_proposal(stage, proposal, stage.office, who="Everybody who comes in", points=(0, 8), days=250)
    vote_on(stage.council, proposal, at=meeting, votes=5)
    reasons = "Cheap and quick to try. We want to see it in the scores before more shops follow."
    decision = decide_on(
        stage.council, proposal, approved=True, reasons=reasons, at=meeting + timedelta(minutes=30)
    )
    initiative = start(
        decision, name=WELCOME, owner=stage.organisation.posts["shops"], sponsor=stage.council.members[1],
        expected_points=Decimal("6.0"), release=Decimal(9_500), by=stage.council.members[1], at=meeting + timedelta(hours=1),
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
