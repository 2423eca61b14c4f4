"""The council's pages: who reads, who votes, who decides."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.council.actions import decide, vote
from groundswell.act.council.bodies import write_kind
from groundswell.act.council.meeting import plan_meeting
from groundswell.act.council.models import Body, Decision, Proposal, Vote
from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.models import CauseVerdict
from groundswell.act.opportunities.roots.actions import ask_why, bring_evidence, judge_cause
from groundswell.act.opportunities.tests.register import make_elevation, make_opportunity
from groundswell.foundation.access.actions import give_token
from tests.world import NOW, make_customer, make_signal

from .chamber import make_approval, make_chamber, make_proposal, on


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_proposal_is_made_voted_on_and_decided_on_the_pages(world, signed_in):
    chamber = make_chamber(world)
    opportunity = make_opportunity(world)
    office, lead = signed_in(world.office), signed_in(world.lead)
    given = {
        "body": chamber.council.pk,
        "solution": "Slots of one hour.",
        "amount": "9000",
        "kind_of_money": "operating",
        "recommended_by": world.office.person.pk,
    }
    assert (
        signed_in(world.frontline).post(reverse("council:propose", args=[opportunity.pk]), given).status_code
        == 403
    )
    office.post(reverse("council:propose", args=[opportunity.pk]), given)
    made = Proposal.objects.get()
    lead.post(reverse("council:vote", args=[made.pk]), {"in_favour": "no", "note": "Couriers will refuse."})
    early = office.post(
        reverse("council:decide", args=[made.pk]), {"approved": "yes", "reasons": "Yes."}, follow=True
    )
    assert "1 of 2 votes are in" in early.content.decode()
    office.post(reverse("council:vote", args=[made.pk]), {"in_favour": "yes"})
    taken = lead.post(
        reverse("council:decide", args=[made.pk]), {"approved": "yes", "reasons": "Yes."}, follow=True
    )
    assert "are taken by Olu Office" in taken.content.decode()
    office.post(
        reverse("council:decide", args=[made.pk]), {"approved": "yes", "reasons": "It costs us customers."}
    )
    assert Decision.objects.get().approved
    page = office.get(reverse("council:proposal", args=[made.pk])).content.decode()
    assert "Approved: Parcels arrive late" in page
    assert "Couriers will refuse." in page
    assert "It costs us customers." in page


def test_a_no_without_words_is_refused_with_a_sentence(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    page = signed_in(world.lead).post(
        reverse("council:vote", args=[made.pk]), {"in_favour": "no"}, follow=True
    )
    assert "Say why you are against it" in page.content.decode()
    assert not Vote.objects.exists()


def test_above_the_limit_the_page_offers_to_pass_it_on(world, signed_in):
    chamber = make_chamber(world)
    made = make_proposal(world, chamber.council, amount=30_000)
    client = signed_in(world.office)
    page = client.get(reverse("council:proposal", args=[made.pk])).content.decode()
    assert "Above the £20,000 that Service council decides. Board may decide it." in page
    assert reverse("council:decide", args=[made.pk]) not in page
    client.post(reverse("council:escalate", args=[made.pk]), {"why": "Above our limit."})
    assert made.escalated_as.body == chamber.board


def test_the_figures_of_a_proposal_open_their_lists_on_the_page_and_not_on_paper(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    client, lists = signed_in(world.office), reverse("opportunities:voices", args=[made.opportunity_id])
    for number in range(30):
        who, at = make_customer(), NOW - timedelta(days=number % 7)
        make_signal(2 if number % 2 else 9, touchpoint=world.delivery, unit=world.leeds, at=at, customer=who)
    page = client.get(reverse("council:proposal", args=[made.pk])).content.decode()
    assert f'<a href="{lists}?of=customers">' in page
    paper = client.get(reverse("council:read_before", args=[made.pk])).content.decode()
    assert "Why now" in paper
    assert lists not in paper


def test_only_seats_are_offered_a_vote(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    address = reverse("council:proposal", args=[made.pk])
    assert reverse("council:vote", args=[made.pk]) in signed_in(world.lead).get(address).content.decode()
    assert (
        reverse("council:vote", args=[made.pk])
        not in signed_in(world.executive).get(address).content.decode()
    )


def test_outsiders_find_no_proposal(world, signed_in):
    made = make_proposal(world, make_chamber(world).council)
    client = signed_in(world.york_lead)
    assert client.get(reverse("council:proposal", args=[made.pk])).status_code == 404
    for name in ("vote", "decide", "escalate"):
        assert (
            client.post(reverse(f"council:{name}", args=[made.pk]), {"in_favour": "yes"}).status_code == 404
        )
    page = client.get(reverse("council:council")).content.decode()
    assert "Parcels arrive late" not in page
    assert "Service council" not in page
    assert signed_in(world.partner).get(reverse("council:council")).status_code == 403


def test_the_agenda_takes_as_many_questions_for_three_as_for_one(world, signed_in):
    chamber, client, counts = make_chamber(world, wip=9), signed_in(world.office), []
    for count in (1, 2):
        for number in range(count):
            waiting = make_opportunity(world, title=f"Waiting {count}{number}")
            vote(
                make_proposal(world, chamber.council, opportunity=waiting),
                in_favour=True,
                by=world.lead,
                at=NOW,
            )
            make_approval(
                world, chamber.council, opportunity=make_opportunity(world, title=f"{count}{number}")
            )
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("council:council")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_body_is_set_up_on_its_pages_and_says_who_is_not_heard(world, signed_in):
    office = signed_in(world.office)
    given = {"name": "Prices", "quorum": "1", "work_in_progress_limit": "3", "single_function_limit": "3", "answer_within_days": "14", "meets_on": "2", "meets_at": "10:00", "meets_every_weeks": "2"}  # fmt: skip
    office.post(reverse("council:new_body"), given)
    made = Body.objects.get(name="Prices")
    change = partial(reverse, "council:change")
    deeds = {
        "seat": {"person": world.lead.person.pk, "speaks_for": "Shops", "is_chair": "on"},
        "right": {"kind": "people", "limit": "5000"},
        "envelope": {"kind": "people", "begins_on": "2026-01-01", "ends_on": "2026-12-31", "amount": "9000"},
        "kind": {"name": "Discounts", "agrees": [world.york_lead.person.pk]},
        "meeting": {"planned_at": "2026-03-20T10:00", "place": "Attic"},
        "change": {**given, "quorum": "2"},
    }
    for deed, said in deeds.items():
        assert office.post(change(args=[made.pk, deed]), said).status_code == 302, deed
        assert signed_in(world.lead).post(change(args=[made.pk, deed]), said).status_code == 403
    page = office.get(reverse("council:body", args=[made.pk])).content.decode()
    for words in ("No frontline level; no executive; no customer voice.", "Up to", "£9,000 of £9,000 is left", "Yara Lead", "Attic"):  # fmt: skip
        assert words.casefold() in page.casefold(), words
    assert (made.meetings.count(), Body.objects.get(pk=made.pk).quorum) == (4, 2)
    again = office.post(change(args=[made.pk, "envelope"]), {**deeds["envelope"], "begins_on": "2026-02-01"})
    assert (again.status_code, "there is one" in again.content.decode()) == (422, True)


def test_a_meeting_is_closed_and_its_minutes_approved_on_its_page(world, signed_in):
    chamber = make_chamber(world)
    meeting = plan_meeting(chamber.council, NOW, by=world.office, at=NOW)
    made = make_proposal(world, chamber.council)
    office, address = signed_in(world.office), reverse("council:meeting", args=[meeting.pk])
    page = office.get(address).content.decode()
    assert "1 item for Service council" in page
    assert reverse("council:read_before", args=[made.pk]) in page
    do = partial(reverse, "council:meet")
    seat = chamber.council.seats.get(person=world.lead.person)
    office.post(do(args=[meeting.pk, "presence"]), {"seat": [seat.pk, "x"]})
    signed_in(world.lead).post(do(args=[meeting.pk, "remark"]), {"words": "Couriers first."})
    office.post(do(args=[meeting.pk, "close"]))
    office.post(do(args=[meeting.pk, "approve"]))
    for name in ("meeting", "meeting_paper"):
        page = office.get(reverse(f"council:{name}", args=[meeting.pk])).content.decode()
        for words in ("Lena Lead (Customers)", "Couriers first.", "Olu Office"):
            assert words in page
    assert signed_in(world.york_lead).get(address).status_code == 404


def test_the_log_is_searched_filtered_and_taken_out(world, signed_in):
    chamber, office = make_chamber(world, quorum=1), signed_in(world.office)
    make_approval(world, chamber.council)
    other = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="=1+1 a club"))
    vote(other, in_favour=False, note="Too dear.", by=world.lead, at=NOW)
    decide(other, approved=False, reasons="Another year.", by=world.office, at=NOW)
    log, rows = reverse("council:log"), 'data-label="Dissent"'
    for query, count in (("", 2), ("?show=declined", 1), ("?show=dissent", 1), ("?show=open", 0), ("?show=again", 0), ("?words=club", 1), ("?since=2026-03-12", 0), (f"?body={chamber.board.pk}", 0)):  # fmt: skip
        assert office.get(log + query).content.decode().count(rows) == count, query
    assert office.get(log + "?show=maybe").status_code == 400
    Decision.objects.filter(approved=True).update(review_on=NOW.date())
    assert office.get(log + "?show=again").content.decode().count(rows) == 1
    file = b"".join(office.get(reverse("council:log_file") + "?show=dissent").streaming_content).decode()
    assert ("Too dear." in file, "'=1+1 a club" in file, file.count("Another year.")) == (True, True, 1)
    assert "club" not in signed_in(world.york_lead).get(log).content.decode()


def test_what_follows_a_decision_is_done_on_its_page(world, signed_in):
    chamber = make_chamber(world, quorum=1)
    opportunity = make_opportunity(world, title="Raised")
    join_elevation(make_elevation(world.york, world.york_lead.person), opportunity, by=world.office, at=NOW)
    no = make_proposal(world, chamber.council, opportunity=opportunity)
    vote(no, in_favour=True, by=world.lead, at=NOW)
    decide(no, approved=False, reasons="Not now.", by=world.office, at=NOW)
    yes = make_proposal(world, chamber.council, opportunity=make_opportunity(world, title="Another"))
    vote(yes, in_favour=True, by=world.lead, at=NOW)
    decision = decide(
        yes,
        approved=True,
        reasons="Yes.",
        conditions=[on(world.lead)],
        review_on=NOW.date(),
        by=world.office,
        at=NOW,
    )
    lead, york = signed_in(world.lead), signed_in(world.york_lead)
    refused = york.post(reverse("council:answer", args=[no.pk]), {"words": "I say so."}, follow=True)
    assert "do this. Ask one of them." in refused.content.decode()
    lead.post(reverse("council:answer", args=[no.pk]), {"words": "Ask again in May."})
    assert "Ask again in May." in york.get(reverse("council:proposal", args=[no.pk])).content.decode()
    settled = {"is_met": "yes", "words": "Begun."}
    lead.post(reverse("council:settle", args=[yes.pk, decision.conditions.get().pk]), settled)
    lead.post(reverse("council:review", args=[yes.pk]), {"outcome": "goes_on", "words": "Better."})
    page = lead.get(reverse("council:proposal", args=[yes.pk])).content.decode()
    for words in ("Met", "Begun.", "it goes on", "Better."):
        assert words in page
    assert lead.post(reverse("council:settle", args=[no.pk, 1]), settled).status_code == 404


def test_one_keeps_out_another_agrees_and_the_impact_is_asked_for_on_the_page(world, signed_in):
    chamber = make_chamber(world, quorum=1, limit=90_000)
    kind = write_kind(
        chamber.council, "Prices", parts=[("agrees", world.executive.person)], by=world.office, at=NOW
    )
    made = make_proposal(world, chamber.council, amount=60_000, kind_of_decision=kind)
    page = reverse("council:proposal", args=[made.pk])
    assert "You must agree, or say why not" in signed_in(world.executive).get(page).content.decode()
    signed_in(world.executive).post(reverse("council:agree", args=[made.pk]), {"agrees": "yes"})
    signed_in(world.lead).post(reverse("council:keep_out", args=[made.pk]), {"why": "My brother sells it."})
    asked = signed_in(world.office).post(reverse("council:impact", args=[made.pk]))
    assert asked.url == reverse("decisions:assess", args=[Proposal.objects.get().registered_id])
    for name in ("proposal", "read_before"):
        seen = signed_in(world.office).get(reverse(f"council:{name}", args=[made.pk])).content.decode()
        assert "My brother sells it." in seen


def test_the_log_is_read_by_other_systems_as_their_owner_may(world, client):
    chamber = make_chamber(world)
    make_approval(world, chamber.council)
    for owner, count in ((world.office, 1), (world.york_lead, 0)):
        _, secret = give_token("lake", owner, scopes=["scores"], lasts=timedelta(days=9), by="test", at=NOW)
        answer = client.get(reverse("council:api"), headers={"authorization": f"Bearer {secret}"}).json()
        assert answer["count"] == count
    assert client.get(reverse("council:api")).status_code == 401


def test_effort_that_nobody_judged_is_said_to_be_so(world, signed_in):
    opportunity = make_opportunity(world, effort_days=(None, None))
    proposal = make_proposal(world, make_chamber(world).council, opportunity=opportunity)
    page = signed_in(world.office).get(reverse("council:proposal", args=[proposal.pk])).content.decode()
    assert "Nobody has judged it" in page
    assert "None to None" not in page


@pytest.mark.parametrize("page", ["proposal", "read_before"])
def test_who_decides_reads_the_root_cause_and_no_other(world, signed_in, page):
    opportunity, given = make_opportunity(world), {"by": world.office, "at": NOW}
    root, other = (ask_why(opportunity, words, **given) for words in ("The list is late", "It rains"))
    bring_evidence(root, side="for", words="Seen on Monday", **given)
    judge_cause(root, verdict=CauseVerdict.Verdict.ROOT, why="It stops with the list", **given)
    judge_cause(other, verdict=CauseVerdict.Verdict.RULED_OUT, why="It does not", **given)
    proposal = make_proposal(world, make_chamber(world).council, opportunity=opportunity)
    told = signed_in(world.office).get(reverse(f"council:{page}", args=[proposal.pk])).content.decode()
    assert "The list is late" in told
    assert "It rains" not in told
