"""The council's pages: who reads, who votes, who decides."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.council.actions import vote
from groundswell.act.council.models import Decision, Proposal, Vote
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

from .chamber import make_approval, make_chamber, make_proposal


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
