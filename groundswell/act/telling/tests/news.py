"""Something new of every kind, with one person's name, address, number and words wherever somebody may have written them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from groundswell.act.cases.actions import hand_over
from groundswell.act.cases.follow_ups.keeping import promise_in_case
from groundswell.act.cases.models import Offer, OfferWord
from groundswell.act.cases.offers.limits import set_limit
from groundswell.act.coaching.models import Appeal, AppealDecision, Coach, Conversation
from groundswell.act.council.models import (
    Agreement,
    Answer,
    Body,
    Circulation,
    Condition,
    Decision,
    Fulfilment,
    Meeting,
    Move,
    Proposal,
    Seat,
)
from groundswell.act.decisions.actions import Impact, assess, register
from groundswell.act.huddles.models import Elevation, Huddle, Promise
from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.merging.actions import merge_opportunity
from groundswell.act.opportunities.models import Joining, Opportunity
from groundswell.act.praise.models import ThankYou
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.channels.connections.models import Connection, FiledLetter
from groundswell.listen.complaints.actions import NewComplaint, receive_complaint
from groundswell.listen.signals.models import Withholding
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.watching.models import Alert, WatchedSeries
from tests.canary import Canary
from tests.world import NOW, World, make_signal

from .news_of_work import customer_named, news_of_work
from .telling_world import DAY, HOUR, MINUTE, open_case


def something_of_every_kind(world: World, who: Canary) -> None:
    """All of it until two hours after ``NOW``, to the lead and the office."""
    _cases(world, who)
    _voices(world, who)
    _huddles(world, who)
    _outer_loop(world, who)
    _figures(world)
    _between_colleagues(world, who)
    receive_complaint(
        NewComplaint("canary", who.words, email=who.email, unit_id=world.leeds.pk), at=NOW - 40 * DAY
    )


def _cases(world: World, who: Canary) -> None:
    customer = customer_named(who)
    opened = open_case(world, comment=who.words, customer=customer)
    late = open_case(world, at=NOW - DAY + HOUR, comment=who.words, customer=customer_named(who))
    assert late.due_at < NOW + 2 * HOUR
    handed = open_case(world, comment=who.words, customer=customer_named(who))
    hand_over(handed, to=world.office.person, why=who.all_of_it, by=world.lead.person, at=NOW + MINUTE)
    risk = open_case(world, at=NOW - 20 * HOUR, comment=who.words, customer=customer_named(who))
    risk.due_at = NOW + 3 * HOUR
    risk.save()
    promise_in_case(
        opened,
        what=who.all_of_it,
        person=world.office.person,
        due_on=NOW.date(),
        by=world.lead.person,
        at=NOW,
    )
    make_signal(3, who.all_of_it, customer=opened.signal.customer, unit=world.leeds, at=NOW + MINUTE)
    made = {
        "case": opened,
        "what": who.words,
        "why": who.all_of_it,
        "amount": 50,
        "needs_word": True,
        "at": NOW,
    }
    set_limit(post="lead", unit=None, most=Decimal(100), by="tests", at=NOW)
    Offer.objects.create(by=world.frontline.person, **made)
    mine = Offer.objects.create(by=world.lead.person, **made)
    OfferWord.objects.create(offer=mine, is_allowed=False, why=who.all_of_it, by=world.office.person, at=NOW)


def _voices(world: World, who: Canary) -> None:
    for score in (10, 4):
        make_signal(
            score, who.all_of_it, unit=world.leeds, employee=world.lead.person, customer=customer_named(who)
        )


def _huddles(world: World, who: Canary) -> None:
    held = Huddle.objects.create(
        unit=world.leeds, facilitator=world.lead.person, planned_at=NOW - 7 * DAY, started_at=NOW - 7 * DAY
    )
    for hours, off in ((3, {}), (4, {"called_off_at": NOW, "called_off_because": who.all_of_it})):
        Huddle.objects.create(
            unit=world.leeds, facilitator=world.lead.person, planned_at=NOW + hours * HOUR, **off
        )
    Promise.objects.create(
        huddle=held,
        person=world.lead.person,
        text=who.all_of_it,
        due_on=(NOW + DAY).date(),
        made_at=NOW - 7 * DAY,
    )


def _outer_loop(world: World, who: Canary) -> None:
    raised = Elevation.objects.create(
        unit=world.leeds,
        raised_by=world.lead.person,
        title=who.name,
        problem=who.all_of_it,
        raised_at=NOW - DAY,
        answer_due_at=NOW + DAY,
    )
    opportunity = Opportunity.objects.create(
        title=who.name,
        problem=who.all_of_it,
        impact="complaint",
        effort_days_low=1,
        effort_days_high=2,
        opened_at=NOW,
        owner=world.lead.person,
        owner_since=NOW + MINUTE,
    )
    Joining.objects.create(elevation=raised, opportunity=opportunity, by=world.office.person, at=NOW)
    gone = Opportunity.objects.create(
        title=who.name, problem=who.all_of_it, impact="complaint", opened_at=NOW, owner=world.lead.person
    )
    merge_opportunity(gone, opportunity, why=who.all_of_it, by=world.office, at=NOW + MINUTE)
    body = Body.objects.create(name="Council", quorum=1)
    chair = Seat.objects.create(body=body, person=world.office.person, speaks_for="Customers", is_chair=True)
    asked = {
        "opportunity": opportunity, "body": body, "solution": who.all_of_it, "amount": 1, "kind_of_money": "operating",
        "recommended_by": world.lead.person, "proposed_at": NOW,
    }  # fmt: skip
    waiting = Proposal.objects.create(**asked)
    refused = {"agrees": False, "words": who.all_of_it, "at": NOW + MINUTE}
    Agreement.objects.create(proposal=waiting, person=world.office.person, **refused)
    Circulation.objects.create(
        proposal=waiting, until_on=(NOW + 9 * DAY).date(), why=who.all_of_it, at=NOW + MINUTE
    )
    meeting = Meeting.objects.create(body=body, planned_at=NOW + 3 * DAY + HOUR, place=who.name)
    moved = {"before": NOW + 2 * DAY, "after": meeting.planned_at, "why": who.all_of_it, "at": NOW + MINUTE}
    Move.objects.create(meeting=meeting, **moved)
    said = {"by": chair, "reasons": who.all_of_it, "at": NOW}
    owed, given = (
        Decision.objects.create(
            proposal=Proposal.objects.create(**asked),
            approved=False,
            answer_due_on=(NOW + 4 * DAY).date(),
            **said,
        )
        for _ in range(2)
    )
    assert not hasattr(owed, "answer")
    late, waits = (
        Decision.objects.create(
            proposal=Proposal.objects.create(**asked), approved=False, answer_due_on=day.date(), **said
        )
        for day in (NOW - DAY, NOW)
    )
    Answer.objects.create(decision=late, words=who.all_of_it, by=world.office.person, at=NOW + MINUTE)
    assert not hasattr(waits, "answer")
    Answer.objects.create(decision=given, words=who.all_of_it, by=world.office.person, at=NOW + MINUTE)
    approved = Decision.objects.create(
        proposal=Proposal.objects.create(**asked),
        approved=True,
        review_on=(NOW + DAY).date(),
        **{**said, "at": NOW + MINUTE},
    )
    conditions = [
        Condition(decision=approved, words=who.all_of_it, owner=world.office.person, due_on=day)
        for day in ((NOW + 4 * DAY).date(), (NOW - DAY).date(), (NOW + 9 * DAY).date())
    ]
    *_, unmet = Condition.objects.bulk_create(conditions)
    Fulfilment.objects.create(condition=unmet, is_met=False, words=who.all_of_it, at=NOW + MINUTE)
    news_of_work(world, who, approved)
    _registered(world, who)
    _left(world, who, opportunity)


def _left(world: World, who: Canary, opportunity: Opportunity) -> None:
    """Work of somebody who left: for the office, and, where they sponsored it, for the lead who owns it."""
    gone = Person.objects.create(name=who.name, unit=world.leeds, left_on=NOW.date())
    Opportunity.objects.create(
        title=who.name, problem=who.all_of_it, impact="complaint", opened_at=NOW, owner=gone
    )
    approved = Decision.objects.create(
        proposal=Proposal.objects.create(
            opportunity=opportunity, body=Body.objects.get(), solution=who.all_of_it, amount=1, kind_of_money="operating",
            recommended_by=world.lead.person, proposed_at=NOW,
        ),
        approved=True, reasons=who.all_of_it, by=Seat.objects.get(), at=NOW - 2 * DAY,
    )  # fmt: skip
    Initiative.objects.create(
        decision=approved,
        name=who.name,
        owner=world.lead.person,
        sponsor=gone,
        expected_points=1,
        started_at=NOW,
    )


def _registered(world: World, who: Canary) -> None:
    """A decision that one can look back on, one by letter, and a letter that nobody proved to have sent."""
    given = {"title": who.name, "what": who.all_of_it, "by": world.lead, "at": NOW + MINUTE}
    old, _ = register(**given, door="page", takes_effect_on=(NOW - 100 * DAY).date())
    said = {"who": who.name, "vulnerable": who.all_of_it, "mitigations": who.all_of_it}
    assess(old, Impact(**said, expected_low=Decimal(-1), expected_high=Decimal(0)), by=world.lead, at=NOW)
    register(**given, door="letter")
    mailbox = Connection.objects.create(channel="mailbox", name="Mailbox", next_at=NOW, made_at=NOW)
    letter = {"words": who.all_of_it, "sender": world.lead.person.email, "at": NOW}
    FiledLetter.objects.create(connection=mailbox, key="canary", read_at=NOW + MINUTE, **letter)


def _figures(world: World) -> None:
    CertifiedFigure.objects.create(
        kind_of_score="experience", since=NOW.date() - timedelta(days=30), until=NOW.date(), period="30",
        definition_code="nps", definition_version=1, definition_sentence="NPS", promoters=5, passives=3, detractors=2,
        low=0, high=60, digest="0" * 64, drafted_by="the office", drafted_at=NOW,
    )  # fmt: skip
    series = WatchedSeries.objects.create(
        key="canary", what="score", kind_of_score="experience", owner=world.office.person, made_at=NOW
    )
    Alert.objects.create(
        series=series, rule="beyond", week=NOW.date(), since=NOW.date(), is_high=False, value=-20, centre=10, low=0,
        high=20, n=40, owner=world.office.person, opened_at=NOW,
    )  # fmt: skip


def _between_colleagues(world: World, who: Canary) -> None:
    lead, person, office = (user.person for user in (world.lead, world.frontline, world.office))
    Unit.objects.filter(pk=world.leeds.pk).update(owner=lead)
    voices = [
        make_signal(score, who.all_of_it, unit=world.leeds, employee=mine, customer=customer_named(who))
        for score, mine in ((2, person), (3, person), (4, office))
    ]
    Coach.objects.create(person=person, coach=lead, named_by="tests", named_at=NOW)
    Withholding.objects.create(signal=voices[0], person=person, since=NOW, until=NOW + DAY)
    Conversation.objects.create(coach=lead, person=person, planned_at=NOW + 5 * HOUR)
    said = {"unit": world.leeds, "reason": "person", "words": who.all_of_it, "at": NOW}
    Appeal.objects.create(signal=voices[1], person=person, **said)
    decided = Appeal.objects.create(signal=voices[2], person=office, **said)
    AppealDecision.objects.create(appeal=decided, is_granted=False, reason=who.all_of_it, by=lead, at=NOW)
    ThankYou.objects.create(sender=office, person=lead, words=who.all_of_it, at=NOW)
