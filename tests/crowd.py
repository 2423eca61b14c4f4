"""York at work: one of everything that belongs to a part of the organisation, and nothing of it anybody's in Leeds."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from groundswell.act.advocates.actions import ask, join, thank
from groundswell.act.cases.tests.scenes import open_case
from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.models import Right
from groundswell.act.council.tests.chamber import make_chamber
from groundswell.act.huddles.actions import make_promise, plan_huddle, start_huddle
from groundswell.act.initiatives.actions import start
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.scorecards.actions import make_scorecard, set_target
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import SavedList
from groundswell.understand.certified.actions import certify, draft_figure
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.question import Question
from groundswell.understand.watching.actions import watch
from groundswell.understand.watching.models import Alert
from tests.world import NOW, World, make_customer, make_signal


@dataclass(frozen=True)
class York:
    """By the word that the table of addresses uses, the number of the one object of that kind."""

    numbers: dict[str, int]


def make_york(world: World) -> York:
    """Everything, with lead and colleagues of York only."""
    lead = world.york_lead
    case = open_case(world.york, comment="York only.", customer=make_customer("Yves York"))
    praise = make_signal(10, "Lovely in York.", unit=world.york, customer=make_customer("Yoko York"))
    advocate = join(thank(praise, words="Thank you", by=lead.person, at=NOW), at=NOW)
    told = NewComplaint("york-complaint-000001", "The lift in York stands still.", unit_id=world.york.pk)
    huddle = plan_huddle(world.york, planned_at=NOW, by=lead.person, at=NOW)
    start_huddle(huddle, by=lead.person, at=NOW)
    promise = make_promise(
        huddle,
        person=lead.person,
        text="Mend it",
        due_on=NOW.date() + timedelta(days=7),
        by=lead.person,
        at=NOW,
    )
    saved = SavedList.objects.create(user=lead, name="Late in York", asks="show=late", at=NOW)
    numbers = {
        "case": case.pk,
        "voice": praise.pk,
        "low voice": case.signal_id,
        "customer": case.signal.customer_id,
        "advocate": advocate.pk,
        "advocate's ask": ask(advocate, kind="reference", by=lead.person, at=NOW).pk,
        "complaint": receive_complaint(told, at=NOW).pk,
        "saved list": saved.pk,
        "huddle": huddle.pk,
        "promise": promise.pk,
    }
    return York(numbers | _outer_loop(world) | _alignment(world) | _record(world) | _watched(world))


def _outer_loop(world: World) -> dict[str, int]:
    chamber = make_chamber(world, quorum=1)
    chamber.council.seats.filter(person=world.lead.person).delete()
    opportunity = make_opportunity(world, title="Lifts in York")
    raised = make_elevation(world.york, world.york_lead.person, title="Lifts")
    join_elevation(raised, opportunity, by=world.office, at=NOW)
    given: dict[str, Any] = {"by": world.office, "at": NOW}
    money = {"amount": Decimal(10_000), "kind_of_money": Right.Kind.OPERATING}
    proposal = propose(
        opportunity,
        chamber.council,
        solution="Mend them.",
        recommended_by=world.office.person,
        **money,
        **given,
    )
    vote(proposal, in_favour=True, **given)
    decision = decide(proposal, approved=True, reasons="They stand still.", **given)
    people = {"owner": world.york_lead.person, "sponsor": world.executive.person}
    initiative = start(decision, name="Lifts", expected_points=Decimal(5), **people, **given)
    milestone = initiative.milestones.create(name="First lift", due_on=date(2026, 6, 1))
    return {
        "opportunity": opportunity.pk,
        "proposal": proposal.pk,
        "initiative": initiative.pk,
        "milestone": milestone.pk,
    }


def _alignment(world: World) -> dict[str, int]:
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    given: dict[str, Any] = {"by": world.office, "at": NOW}
    objective = set_objective(
        "Customers speak for us", why="They bring others.", owner=world.executive.person, **days, **given
    )
    metric = add_metric(objective, "Delivery", level="experience", source="experience_score", **given)
    card = make_scorecard(world.york, **days, **given)
    return {"scorecard": card.pk, "target": set_target(card, metric, baseline=0, goal=30, **given).pk}


def _record(world: World) -> dict[str, int]:
    """York itself, and a figure of its February on record."""
    for score in (10, 9, 8, 7, 2):
        make_signal(score, unit=world.york, at=NOW - timedelta(days=20))
    read_new_signals(at=NOW)
    february = Question(NOW.date(), period="2026-02", unit=world.york)
    figure = draft_figure(february, by=world.office, at=NOW)
    certify(figure, by=world.office, at=NOW)
    return {"unit": world.york.pk, "figure": figure.pk}


def _watched(world: World) -> dict[str, int]:
    series = watch("score", kind_of_score="experience", unit=world.york, by=world.office, at=NOW)
    week = date(2026, 3, 2)
    alert = Alert.objects.create(
        series=series, rule="beyond", week=week, since=week, is_high=False, value=-40, centre=20, low=0, high=40,
        n=30, owner=series.owner, opened_at=NOW,
    )  # fmt: skip
    return {"series": series.pk, "alert": alert.pk}
