"""The outer loop: what teams raised and what became of it, what was measured, and who was told."""

from datetime import timedelta

from demo.council import DELIVERIES, decide_on, hold_meetings, put_before, vote_on
from demo.decisions import assess_proposal, file_decisions
from demo.outer_words import HEARD, ISSUES, WE_DID, WE_DID_IN_GERMAN, YOU_SAID, YOU_SAID_IN_GERMAN, Issue
from demo.stage import Stage, open_issue
from groundswell.act.council.actions import escalate
from groundswell.act.council.following_up import answer_authors, review_decision
from groundswell.act.council.hearing import give_input
from groundswell.act.decisions.actions import learn
from groundswell.act.huddles.actions import elevate
from groundswell.act.huddles.models import Elevation
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import Initiative
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.opportunities.actions import join_elevation, set_aside_elevation
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.replies.actions import announce
from groundswell.act.replies.audience import audience_of
from groundswell.act.replies.leaving_out import leave_out
from groundswell.foundation.customers.models import Customer

LEFT_OUT_BECAUSE = (
    "Was rung by the shop last week and heard it there.",
    "A complaint of theirs is with the ombudsman; we write about nothing else until then.",
)


def fill_register(stage: Stage, raised: list[Elevation]) -> None:
    """Six more issues; what teams raised is joined, set aside or still waits; one proposal is declined, one is open."""
    opened = {issue.theme: open_issue(stage, issue, _behind(stage, issue)) for issue in ISSUES}
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
    _pass_the_sizes_on(stage, opened["sizing-and-fit"])
    parcels = put_before(
        stage.council, opened["delivery-delay"], at=stage.ago(6), amount=38_000,
        solution="A second courier for the north, and a message to the customer as soon as a depot misses a day.",
        kind=DELIVERIES,
    )  # fmt: skip
    give_input(parcels, words=HEARD, by=stage.organisation.posts["chief financial officer"], at=stage.ago(5))
    vote_on(stage.council, parcels, at=stage.ago(3), votes=2)
    file_decisions(stage)
    hold_meetings(stage.council, stage.months.today)


def _behind(stage: Stage, issue: Issue) -> Elevation | None:
    """Points were raised by a shop, which waits for a word."""
    if issue.theme != "loyalty-club":
        return None
    unit, by, at = stage.organisation.units["york"], stage.organisation.teams["york"][1], stage.ago(152)
    problem = (
        "Customers lose points that they were sure of. We have nothing to show them, and they blame the till."
    )
    return elevate(
        "Points expire without a word", problem, unit=unit, by=by, at=at, theme=stage.themes[issue.theme]
    )


def _pass_the_sizes_on(stage: Stage, opportunity: Opportunity) -> None:
    """More than the council may decide: the board has it."""
    proposal = put_before(
        stage.council, opportunity, at=stage.ago(40), amount=220_000,
        solution="One size table for all collections, measured anew, and a fitting model on the product page.",
    )  # fmt: skip
    assess_proposal(
        stage, proposal, stage.office, who="Everybody who orders garments", points=(2, 9), days=36
    )
    vote_on(stage.council, proposal, at=stage.ago(30, 14), votes=5)
    escalate(
        proposal,
        why="It is above our limit, and all three business lines have to follow. We are in favour.",
        by=stage.council.members[0],
        at=stage.ago(30, 15),
    )


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
    declined = decide_on(stage.council, proposal, approved=False, reasons=reasons, at=stage.ago(61, 15))
    answer_authors(
        declined,
        words="You are right that points vanish in silence. A new application is too much for it now; we ask for a reminder before "
        "points expire, and you hear from us when it is proposed.",
        by=stage.council.members[0],
        at=stage.ago(44, 11),  # late: after the promised day
    )


def _leave_some_out(stage: Stage, refund: Initiative) -> None:
    """Two who could be written to are not, each for a reason that whoever asks can read."""
    reached = audience_of(refund, stage.ago(38)).recipients
    for one, why in zip(reached[:2], LEFT_OUT_BECAUSE, strict=True):
        customer = Customer.objects.get(pk=one.customer_id)
        leave_out(refund, customer, why=why, by=stage.office, at=stage.ago(39))


def _look_again(stage: Stage, work: Initiative, outcome: str, words: str, days: int) -> None:
    chair = stage.council.members[0]
    review_decision(work.decision, outcome=outcome, words=words, by=chair, at=stage.ago(days, 14))


def measure_and_tell(stage: Stage, refund: Initiative, welcome: Initiative) -> None:
    """Measure as time goes by, publish what was measured, tell everybody behind it, and measure once more today."""
    for days in (150, 95, 40):
        measure_effect(refund, at=stage.ago(days))
    for days in (120, 40):
        measure_effect(welcome, at=stage.ago(days))
    _leave_some_out(stage, refund)
    other = {"de": (YOU_SAID_IN_GERMAN, WE_DID_IN_GERMAN)}
    announce(refund, you_said=YOU_SAID, we_did=WE_DID, other=other, by=stage.office, at=stage.ago(38))
    _look_again(
        stage, refund, "goes_on", "It worked in both waves. The other ten shops follow after Christmas.", 37
    )
    learn(
        refund.decision.proposal.registered,
        words="At returns the shops with it score about ten points more than those without; nobody was found to be worse off.",
        by=stage.organisation.posts["head of customer advocacy"],
        at=stage.ago(37, 15),
    )
    end_initiative(
        welcome, how="stopped", learned="The same three sentences changed nothing that customers speak of. They want the wait shortened.",
        by=welcome.owner, at=stage.ago(16),
    )  # fmt: skip
    _look_again(
        stage, welcome, "stops", "Nothing shows after eight months, and our people feel silly saying it.", 16
    )
    for initiative in (refund, welcome):
        measure_effect(initiative, at=stage.months.at)
