"""What is read on paper leaves as a file too: on one page, in one book, and for nobody who may not open the page."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from groundswell.act.council.actions import vote
from groundswell.act.council.meeting import close_meeting, plan_meeting, remark
from groundswell.act.council.models import Proposal
from groundswell.act.opportunities.models import Opportunity
from groundswell.act.opportunities.tests.register import make_opportunity, read_all
from groundswell.listen.signals.models import Withholding
from groundswell.look.pdf import making
from tests.world import NOW, make_signal

from .chamber import make_approval, make_chamber, make_proposal

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def _read(answer):
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    return len(reader.pages), " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_page_to_read_before_is_a_file_of_one_page_however_much_was_written(world, signed_in):
    council = make_chamber(world).council
    waiting = make_proposal(world, council)
    vote(waiting, in_favour=False, note='#read("/etc/passwd") *never*', by=world.lead, at=NOW)
    office, address = signed_in(world.office), reverse("council:read_before_file", args=[waiting.pk])
    answer = office.get(address)
    pages, text = _read(answer)
    assert pages == 1
    assert "£10,000 for “One-hour slots”?" in text or waiting.opportunity.title in text
    assert 'against, “#read("/etc/passwd") *never*”' in text
    assert "Left after it" in text
    assert "Shortened" not in text
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    Proposal.objects.update(solution="Offer slots of one hour. " * 500)
    pages, text = _read(office.get(address))
    assert pages == 1
    assert "Shortened to fit this page" in text
    assert reverse("council:proposal", args=[waiting.pk]) in text


def test_page_and_file_say_the_same(world, signed_in):
    waiting = make_proposal(world, make_chamber(world).council)
    office = signed_in(world.office)
    page = office.get(reverse("council:read_before", args=[waiting.pk])).content.decode()
    assert reverse("council:read_before_file", args=[waiting.pk]) in page
    assert "Offer slots of one hour." in page
    assert (
        "Offer slots of one hour."
        in _read(office.get(reverse("council:read_before_file", args=[waiting.pk])))[1]
    )


def test_an_effort_that_nobody_judged_is_said_so(world, signed_in):
    waiting = make_proposal(world, make_chamber(world).council)
    Opportunity.objects.update(effort_days_low=None, effort_days_high=None)
    text = _read(signed_in(world.office).get(reverse("council:read_before_file", args=[waiting.pk])))[1]
    assert "nobody has judged the effort. " in text
    assert "None" not in text


def test_the_board_book_holds_the_agenda_what_waits_and_the_minutes_to_approve(world, signed_in):
    council = make_chamber(world).council
    earlier = plan_meeting(council, NOW - timedelta(days=7), by=world.office, at=NOW - timedelta(days=7))
    remark(earlier, words="The courier was heard.", by=world.office, at=NOW)
    make_approval(world, council, opportunity=make_opportunity(world, title="Done before"))
    close_meeting(earlier, by=world.office, at=NOW)
    waiting = [
        make_proposal(world, council, opportunity=make_opportunity(world, title=title))
        for title in ("First", "Second")
    ]
    coming = plan_meeting(council, NOW + timedelta(days=7), by=world.office, at=NOW)
    pages, text = _read(signed_in(world.office).get(reverse("council:book", args=[coming.pk])))
    assert pages == 1 + len(waiting) + 1
    assert "In this file" in text
    for words in (
        "Agenda of Service council",
        "£10,000 for “First”?",
        "£10,000 for “Second”?",
        "The courier was heard.",
    ):
        assert words in text
    pages, text = _read(signed_in(world.office).get(reverse("council:meeting_file", args=[earlier.pk])))
    assert pages == 1
    assert "Approved: Done before" in text


def test_who_may_not_open_the_page_has_no_file_of_it(world, signed_in):
    council = make_chamber(world).council
    waiting = make_proposal(world, council)
    coming = plan_meeting(council, NOW + timedelta(days=7), by=world.office, at=NOW)
    for user in (world.frontline, world.york_lead, world.partner):
        client = signed_in(user)
        for name, pk in (("read_before", waiting.pk), ("meeting_paper", coming.pk)):
            assert client.get(reverse(f"council:{name}", args=[pk])).status_code in (403, 404)
        for name, pk in (("read_before_file", waiting.pk), ("meeting_file", coming.pk), ("book", coming.pk)):
            answer = client.get(reverse(f"council:{name}", args=[pk]))
            assert answer.status_code in (403, 404)
            assert not answer.content.startswith(b"%PDF")


def test_a_voice_that_is_kept_from_a_lead_is_not_in_their_file(world, signed_in):
    given = {"unit": world.leeds, "touchpoint": world.delivery}
    make_signal(1, "The lift in Bond Street is broken.", **given)
    kept = make_signal(1, "Zebra parcels never come.", employee=world.frontline.person, **given)
    read_all()
    waiting = make_proposal(world, make_chamber(world).council)
    lead, address = signed_in(world.lead), reverse("council:read_before_file", args=[waiting.pk])
    assert "Zebra" in _read(lead.get(address))[1]
    day = timedelta(days=1)
    Withholding.objects.create(signal=kept, person=world.lead.person, since=NOW, until=NOW + day)
    text = _read(lead.get(address))[1]
    assert "Bond Street" in text
    assert "Zebra" not in text


def test_where_no_file_can_be_made_the_page_says_so(world, signed_in, monkeypatch):
    waiting = make_proposal(world, make_chamber(world).council)
    monkeypatch.setattr(making, "MOST_IN", 10)
    answer = signed_in(world.office).get(reverse("council:read_before_file", args=[waiting.pk]), follow=True)
    assert answer.redirect_chain[0][0] == reverse("council:read_before", args=[waiting.pk])
    assert "too much for one file" in answer.content.decode()
