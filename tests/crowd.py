"""York at work: one of everything that belongs to a part of the organisation, and nothing of it anybody's in Leeds."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from groundswell.act.advocates.actions import join, thank
from groundswell.act.advocates.asking import ask
from groundswell.act.advocates.testifying import give_words
from groundswell.act.cases.follow_ups.keeping import promise_in_case
from groundswell.act.cases.merging.actions import merge_cases
from groundswell.act.cases.offers.offering import make_offer
from groundswell.act.cases.saved import keep_view
from groundswell.act.cases.tests.scenes import open_case
from groundswell.act.coaching.actions import agree, hold, plan_conversation
from groundswell.act.coaching.appealing import appeal
from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.conditions import OnCondition
from groundswell.act.council.meeting import plan_meeting, remark
from groundswell.act.council.models import Right
from groundswell.act.council.tests.chamber import make_chamber
from groundswell.act.decisions.actions import register
from groundswell.act.huddles.actions import elevate, start_huddle
from groundswell.act.huddles.planning import plan_huddle, set_rhythm
from groundswell.act.huddles.promising import make_promise
from groundswell.act.initiatives.actions import roll_out, start
from groundswell.act.initiatives.designs.choosing import Wish, choose_design
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import GateDecision
from groundswell.act.initiatives.risks.actions import raise_risk
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.sharing import open_board
from groundswell.act.partners.working import offer_idea
from groundswell.act.praise.actions import thank as praise_card
from groundswell.act.replies.actions import announce
from groundswell.act.telling.models import ChatAddress, Tiding
from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.scorecards.actions import make_scorecard, set_target
from groundswell.foundation.organisation.presence import note_absence
from groundswell.listen.channels.connections.models import Connection, FiledLetter
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.complaints.models import SavedList
from groundswell.understand.certified.actions import certify, draft_figure
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.question import Question
from groundswell.understand.watching.actions import watch
from groundswell.understand.watching.models import Alert
from tests.world import NOW, World, make_customer, make_signal, make_user


@dataclass(frozen=True)
class York:
    """By the word that the table of addresses uses, the number of the one object of that kind."""

    numbers: dict[str, int]


def make_york(world: World) -> York:
    """Everything, with lead and colleagues of York only."""
    lead = world.york_lead
    case = open_case(world.york, comment="York only.", customer=make_customer("Yves York"))
    praise = make_signal(
        10,
        "Lovely in York.",
        unit=world.york,
        customer=make_customer("Yoko York"),
        at=NOW - timedelta(days=3),
    )
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
    rhythm = set_rhythm(world.york, kind="figures", pace="daily", time_of_day=time(9), by=lead.person, at=NOW)
    raised = elevate("Lifts stand", "People turn back.", unit=world.york, by=lead.person, at=NOW)
    saved = SavedList.objects.create(user=lead, name="Late in York", asks="show=late", at=NOW)
    numbers = {
        "case": case.pk,
        "voice": praise.pk,
        "low voice": case.signal_id,
        "customer": case.signal.customer_id,
        "advocate": advocate.pk,
        "advocate's ask": ask(advocate, kind="case_study", by=lead.person, at=NOW).pk,
        "testimonial": give_words(advocate, "Lovely.", shown_as="full", town="", language="en", at=NOW).pk,
        "complaint": receive_complaint(told, at=NOW).pk,
        "saved list": saved.pk,
        "huddle": huddle.pk,
        "promise": promise.pk,
        "card": praise_card(world.york, words="To all of you", by=lead, at=NOW).pk,
        "rhythm": rhythm.pk,
        "raised": raised.pk,
    }
    return York(
        numbers
        | _outer_loop(world)
        | _alignment(world)
        | _record(world)
        | _watched(world)
        | _coached(world)
        | _told(world)
        | _in_cases(world)
    )


def _in_cases(world: World) -> dict[str, int]:
    lead, customer, today = world.york_lead.person, make_customer("Yuri York"), NOW.date()
    case, other = (open_case(world.york, comment=words, customer=customer) for words in ("Late.", "Torn."))
    offer = make_offer(case, what="Voucher", amount=Decimal(20), why="Late", by=lead, at=NOW)
    promise = promise_in_case(case, what="Call again", person=lead, due_on=today, by=lead, at=NOW)
    view = keep_view("York", "show=team", unit=None, by=lead, at=NOW)
    later = today + timedelta(days=30)
    away = note_absence(lead, starts_on=later, ends_on=later, stand_in=None, by=lead, at=NOW)
    return {
        "offer": offer.pk,
        "promise in a case": promise.pk,
        "saved view": view.pk,
        "absence": away.pk,
        "merge": merge_cases(other, into=case, by=lead, at=NOW).pk,
    }


def _told(world: World) -> dict[str, int]:
    news = {"kind": "case_new", "key": "york", "subject_id": 1, "words": "A case", "link": "/act/cases/"}
    tiding = Tiding.objects.create(person=world.york_lead.person, at=NOW, noted_at=NOW, **news)
    chat = ChatAddress.objects.create(name="York", format="json", unit=world.york, made_at=NOW)
    return {"tiding": tiding.pk, "chat": chat.pk}


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
    decision = decide(
        proposal,
        approved=True,
        reasons="They stand still.",
        conditions=[OnCondition("Mend York first.", world.office.person, NOW.date())],
        **given,
    )
    meeting = plan_meeting(chamber.council, NOW + timedelta(days=7), **given)
    registered, _ = register(
        "Lifts in York",
        what="Mend them.",
        door="page",
        by=world.york_lead,
        at=NOW,
        owner=world.york_lead.person,
    )
    mailbox = Connection.objects.create(channel="mailbox", name="Mailbox", next_at=NOW, made_at=NOW)
    sent = {"key": "york", "sender": world.york_lead.person.email, "words": "Title: Lifts\nWhat: Mend them."}
    letter = FiledLetter.objects.create(connection=mailbox, at=NOW, read_at=NOW, **sent)
    people = {"owner": world.york_lead.person, "sponsor": world.executive.person}
    initiative = start(
        decision, name="Lifts", expected_points=Decimal(5), touchpoint=world.delivery, **people, **given
    )
    GateDecision.objects.create(gate=initiative.gates.get(opens="pilot"), passed=True, why="Ready.", at=NOW)
    roll_out(initiative, world.york, from_on=date(2026, 2, 1), **given)
    for month in (1, 2, 3):
        make_signal(3, unit=world.york, touchpoint=world.delivery, at=datetime(2026, month, 3, tzinfo=UTC))
    read_new_signals(at=NOW)
    measure_effect(initiative, at=NOW)
    wish = Wish(
        "customers", Decimal(8), 6, date(2026, 4, 1), "customers", touchpoint=world.delivery, part=world.york,
        why="Letters go to half of them.",
    )  # fmt: skip
    choose_design(initiative, wish, because="Half of the customers get a letter.", **given)
    milestone = initiative.milestones.create(name="First lift", due_on=date(2026, 6, 1))
    risk = raise_risk(
        initiative, what="The crane is late", owner=world.york_lead.person, chance=2, consequence=3, done_about_it="Borne",
        again_on=date(2026, 6, 1), **given,
    )  # fmt: skip
    board = open_board(initiative, purpose="Lifts that run.", **given)
    sheet = looked_at("lifts.csv", b"lift,oil\n1,no\n")
    idea = offer_idea(board, title="Oil them", files=[sheet], by=world.york_lead, at=NOW)
    return {
        "risk": risk.pk,
        "board": board.pk,
        "idea": idea.pk,
        "file": idea.files.get().pk,
        "opportunity": opportunity.pk,
        "proposal": proposal.pk,
        "body": chamber.council.pk,
        "meeting": meeting.pk,
        "remark": remark(meeting, words="Lifts first.", **given).pk,
        "condition": decision.conditions.get().pk,
        "registered decision": registered.pk,
        "letter": letter.pk,
        "initiative": initiative.pk,
        "announcement": announce(initiative, you_said="No lift runs.", we_did="They do.", **given).pk,
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


def _coached(world: World) -> dict[str, int]:
    """Two who work in York talk, one of them says that a voice is not about them."""
    lead, yan = world.york_lead, make_user("Yan York", world.york, "frontline")
    given: dict[str, Any] = {"by": lead, "at": NOW}
    first = hold(plan_conversation(lead.person, yan.person, planned_at=NOW, **given), **given)
    action = agree(first, person=yan.person, text="Say hello", due_on=date(2026, 3, 20), **given)
    next_time = NOW + timedelta(days=14)
    about_yan = make_signal(3, "About Yan of York.", unit=world.york, employee=yan.person)
    return {
        "person": yan.person.pk,
        "talk": plan_conversation(lead.person, yan.person, planned_at=next_time, **given).pk,
        "agreed action": action.pk,
        "voice of a colleague": about_yan.pk,
        "own voice": make_signal(8, "About Yara.", unit=world.york, employee=lead.person).pk,
        "appeal": appeal(about_yan, reason="person", by=yan, at=NOW).pk,
    }
