"""A third initiative, about to begin: a pilot dealt by lot, gates with their money, and a board shared with an agency."""

from datetime import timedelta
from decimal import Decimal

from demo.council import decide_on, put_before, vote_on
from demo.outer_words import Issue
from demo.stage import Stage, open_issue
from groundswell.act.initiatives.actions import plan_milestone, reach_milestone, start
from groundswell.act.initiatives.designs.choice import Choice, Dealt
from groundswell.act.initiatives.designs.choosing import Wish, choose_design
from groundswell.act.initiatives.designs.registering import register_design
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, meet_criterion, plan_gates
from groundswell.act.initiatives.models import Design, Gate, Guard, Initiative
from groundswell.act.initiatives.risks.actions import raise_risk
from groundswell.act.initiatives.team.actions import find_capability, join_team, want_capability
from groundswell.act.opportunities.voices import voices_behind
from groundswell.act.partners.files.actions import note_download
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.inviting import add_agency
from groundswell.act.partners.models import AgencyMember
from groundswell.act.partners.queries import voices_to_share
from groundswell.act.partners.sharing import open_board, share_board, share_voice, write_brief
from groundswell.act.partners.working import answer_idea, finish_task, offer_idea, say, set_task
from groundswell.foundation.access.models import User

NAME = "Fitting help in the shop"
ISSUE = Issue("sizing-and-fit", "fitting-room", "Nobody helps with the size",
              "Customers leave the fitting room with the wrong size and bring it back.", "annoyance", (40, 80), 58, "shops")  # fmt: skip
SEED = 2026
SHOPS = "Shop,Day\nLeeds,Tuesday\nYork,Wednesday\nExeter,open\nBath,open\n"
SHORT_FORM = "Measure,How\nChest,under the arms\nWaist,above the hip\nHip,where it is widest\nInside leg,to the floor\nArm,to the wrist\nNeck,two fingers free\n"
"""What both sides put on the board: tables that open anywhere."""


def record_waves(
    initiative: Initiative, days: dict[str, object], stage: Stage, shops: tuple[str, ...]
) -> Design:
    """How "Refund at the door" is judged was chosen on the day of the decision: two waves, the other shops as comparison."""
    units, order = stage.organisation.units, sorted(set(days.values()))
    dealt = tuple(
        Dealt(units[shop], order.index(days[shop]) + 1, days[shop]) if shop in days else Dealt(units[shop])
        for shop in shops
    )
    choice = Choice(
        kind=Design.Kind.STAGGERED, smallest_points=Decimal(8), starts_on=order[0], months=7, touchpoint=initiative.touchpoint,
        guards=((Guard.Watches.RESPONSE, Decimal(5)),), why="The order follows the days on which the tills are changed.",
        dealt=dealt, untouched=stage.touchpoints["fitting-room"],
    )  # fmt: skip
    return register_design(
        initiative, choice, by=initiative.owner, at=initiative.started_at + timedelta(hours=1)
    )


def run_fitting(stage: Stage) -> Initiative:
    """Decided a month ago, through its first gate last week, and it begins on the first of next month."""
    opportunity, posts = open_issue(stage, ISSUE), stage.organisation.posts
    meeting = stage.ago(33, 15)
    proposal = put_before(
        stage.council, opportunity, amount=36_000, at=meeting - timedelta(days=8),
        solution="One trained colleague stands at the fitting rooms on Fridays and Saturdays and measures.",
    )  # fmt: skip
    vote_on(stage.council, proposal, at=meeting, votes=5)
    reasons = "Half of the returns are about size. We deal the shops by lot, so that we know."
    decision = decide_on(
        stage.council, proposal, approved=True, reasons=reasons, at=meeting + timedelta(minutes=30)
    )
    given = {"by": stage.office, "at": stage.ago(30)}
    initiative = start(
        decision, name=NAME, owner=posts["shops"], sponsor=stage.council.members[1], expected_points=Decimal("7.0"),
        **given
    )  # fmt: skip
    _plan(initiative, stage)
    return initiative


def _plan(initiative: Initiative, stage: Stage) -> None:
    posts, today, owner = stage.organisation.posts, stage.months.today, initiative.owner
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    given = {"by": owner, "at": stage.ago(28)}
    plan_gates(
        initiative,
        [
            GatePlan(Gate.Stage.PILOT, today - timedelta(days=5), Decimal(9_000)),
            GatePlan(Gate.Stage.WIDEN, first + timedelta(days=190), Decimal(22_000)),
            GatePlan(Gate.Stage.KEEP, first + timedelta(days=380), Decimal(5_000)),
        ],
        **given,
    )
    wish = Wish(
        Design.Kind.RANDOMISED, Decimal(10), 6, first, "lot", touchpoint=initiative.touchpoint,
        guards=((Guard.Watches.RESPONSE, Decimal(3)), (Guard.Watches.ELSEWHERE, Decimal(5))),
    )  # fmt: skip
    choose_design(initiative, wish, by=owner, at=stage.ago(20), seed=SEED)
    for person, function, share in (
        (posts["service-centre"], "Service", 20), (posts["chief financial officer"], "Finance", 5), (stage.office, "The voices", 15),
    ):  # fmt: skip
        join_team(initiative, person, function=function, share=share, from_on=stage.ago(27).date(), **given)
    trainer = want_capability(
        initiative, what="A trainer for measuring", by_on=today + timedelta(days=10), **given
    )
    find_capability(trainer, source="provider", found="Bold Tailors", by=owner, at=stage.ago(15))
    want_capability(initiative, what="Somebody who plans shifts for Saturdays", by_on=first, **given)
    raise_risk(
        initiative, what="Saturdays have no shift to spare", owner=owner, chance=4, consequence=3,
        done_about_it="Two shops try swapping Monday mornings", again_on=today + timedelta(days=9), **given,
    )  # fmt: skip
    done = plan_milestone(
        initiative, name="Colleagues trained in ten shops", due_on=today - timedelta(days=6), **given
    )
    reach_milestone(done, by=owner, at=stage.ago(6))
    plan_milestone(
        initiative, name="Tapes and mirrors in every fitting room", due_on=today - timedelta(days=2), **given
    )
    pilot = initiative.gates.get(opens=Gate.Stage.PILOT)
    for criterion in pilot.criteria.all():
        meet_criterion(criterion, shown_by="Seen in the meeting of the team", by=owner, at=stage.ago(7))
    decide_at_gate(
        pilot,
        passed=True,
        why="The design is on record and the shops are ready.",
        by=stage.council.members[1],
        at=stage.ago(5),
    )


def share_with_agency(stage: Stage, initiative: Initiative, office: User, partner: User) -> None:
    """The tailors who train sign in as the partner of the demonstration, and have an idea already."""
    given = {"by": office, "at": stage.ago(14)}
    agency = add_agency("Bold Tailors", does="Training in measuring", **given)
    AgencyMember.objects.create(agency=agency, user=partner, joined_at=stage.ago(14))
    board = open_board(
        initiative, purpose="Customers leave our fitting rooms with the size that fits.", **given
    )
    share_board(board, agency, until_on=stage.months.today + timedelta(days=240), **given)
    write_brief(
        board, title="Train one colleague in each of ten shops", words="Half a day each, on a weekday before noon. Bring the short form.",
        files=[looked_at("Shops and days.csv", SHOPS.encode())], **given,
    )  # fmt: skip
    behind = voices_to_share(board, office, voices_behind(initiative.decision.proposal.opportunity))
    for signal in behind[:3]:
        share_voice(board, signal, **given)
    idea = offer_idea(
        board, title="A mirror with the sizes of each collection", words="Our sizes differ, so the mirror should say how.", by=partner, at=stage.ago(9),
    )  # fmt: skip
    answer_idea(
        idea, verdict="taken_up", why="We try it in two shops of the pilot.", by=office, at=stage.ago(8)
    )
    offer_idea(board, title="Measure once, keep it on the club card", by=partner, at=stage.ago(1))
    task = set_task(
        board, what="Send the short form of the training", due_on=stage.ago(8).date(), agency=agency, **given
    )
    form = looked_at("Short form.csv", SHORT_FORM.encode())
    finish_task(task, outcome="Sent, six measures.", files=[form], by=partner, at=stage.ago(9))
    for days, taken in (
        (13, board.sharedfiles.get(brief__isnull=False)),
        (7, board.sharedfiles.get(task=task)),
    ):
        note_download(taken, by=partner if taken.brief_id else office, at=stage.ago(days))
    training = set_task(
        board,
        what="Train the last two shops",
        due_on=stage.months.today + timedelta(days=6),
        agency=agency,
        **given,
    )
    set_task(
        board, what="Draw the poster with the six measures", due_on=stage.months.today + timedelta(days=13), agency=agency, by=partner, at=stage.ago(1),
    )  # fmt: skip
    say(board, words="The eight shops went well. Thank you.", by=office, at=stage.ago(2))
    say(board, words="May we come to Exeter on a Monday?", task=training, by=partner, at=stage.ago(1))
