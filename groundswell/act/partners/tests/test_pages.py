"""The partners' room on pages: both sides work, voices are read before they leave, boards are opened by who runs the work."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.council.tests.chamber import make_approval
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.act.partners.models import Agency, AgencyMember
from groundswell.foundation.access.models import User
from tests.world import NOW

from .agencies import PASSWORD, council_of, make_agency, make_board, voice_behind


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_both_sides_work_on_the_pages(world, signed_in):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    inside, outside = signed_in(world.lead), signed_in(petra)

    def put(client, deed, /, **given):
        return client.post(reverse("partners:do", args=[board.pk, deed]), given, follow=True).content.decode()

    put(inside, "brief", title="Vans before noon", words="How many could you run?")
    assert "Vans before noon" in outside.get("/").content.decode(), "on the home of the partner"
    page = put(outside, "idea", title="A second van", words="Two tours.")
    assert "Petra Partner, Quick Couriers" in page
    idea = board.ideas.get()
    inside.post(
        reverse("partners:part", args=[board.pk, "answer", idea.pk]),
        {"verdict": "taken_up", "why": "From May."},
    )
    outside.post(reverse("partners:part", args=[board.pk, "say", idea.pk]), {"words": "Thank you."})
    put(inside, "task", what="Count the vans", due_on="2026-04-01", agency=agency.pk)
    assert "1 thing waits for Quick Couriers, by 1 April" in outside.get("/").content.decode()
    put(outside, "task", what="Name a driver", due_on="2026-04-01")
    assert board.tasks.get(what="Name a driver").agency == agency
    done = outside.post(
        reverse("partners:part", args=[board.pk, "finish", board.tasks.get(what="Count the vans").pk]),
        {"outcome": "Eleven."},
        follow=True,
    )
    assert "Eleven." in done.content.decode()
    page = put(inside, "result", title="April", words="Three of four on time.")
    for words in ("From May.", "Thank you.", "Three of four on time."):
        assert words in page
    put(outside, "remark", words="See you on Monday.")
    assert "See you on Monday." in put(inside, "remark", words="")
    for deed in ("brief", "result", "share", "voice"):
        assert outside.post(reverse("partners:do", args=[board.pk, deed]), {}).status_code == 403
    assert outside.get(reverse("partners:voices", args=[board.pk])).status_code == 403
    assert outside.post(reverse("partners:part", args=[board.pk, "answer", idea.pk]), {}).status_code == 403


def test_those_who_run_it_see_who_reads_the_board_and_end_it_there(world, signed_in):
    quick, petra = make_agency(world)
    bold, _ = make_agency(world, "Bold Design", "Simon Second")
    board = make_board(world, quick, bold)
    inside, outside, address = (
        signed_in(world.lead),
        signed_in(petra),
        reverse("partners:board", args=[board.pk]),
    )
    page = inside.get(address).content.decode()
    assert "Petra Partner" in page.partition("Who sees this board")[2]
    assert "Who sees this board" not in outside.get(address).content.decode()
    end = reverse("partners:part", args=[board.pk, "end-sharing", board.sharings.get(agency=quick).pk])
    assert outside.post(end, {"because": "Mine."}).status_code == 403
    assert inside.post(end, {"because": ""}).status_code == 422
    assert outside.get(address).status_code == 200
    inside.post(end, {"because": "The pilot is over."})
    typed = {"title": "A second van", "words": "Half an hour of thought."}
    late = outside.post(reverse("partners:do", args=[board.pk, "idea"]), typed)
    assert late.status_code == 403
    for words in ("Quick Couriers sees this board no more", "Half an hour of thought."):
        assert words in late.content.decode()
    assert board.sharings.get(agency=quick).ended_because == "The pilot is over."
    assert board.sharings.get(agency=bold).ended_at is None


def test_a_page_of_a_board_is_kept_by_no_browser(world, signed_in):
    agency, petra = make_agency(world)
    for address in (
        reverse("partners:boards"),
        reverse("partners:board", args=[make_board(world, agency).pk]),
    ):
        assert set(signed_in(petra).get(address)["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_voices_are_read_as_they_leave_before_they_leave(world, signed_in):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    signal = voice_behind(world, board.initiative.decision.proposal.opportunity)
    inside = signed_in(world.lead)
    assert "The parcel came late." in inside.get(reverse("partners:voices", args=[board.pk])).content.decode()
    inside.post(
        reverse("partners:do", args=[board.pk, "voice"]), {"signal": signal.pk, "struck": "parcel, late"}
    )
    assert board.sharedvoices.get().words == "The […] came […]."
    assert (
        "The […] came […]."
        in signed_in(petra).get(reverse("partners:board", args=[board.pk])).content.decode()
    )
    inside.post(reverse("partners:part", args=[board.pk, "take-back", board.sharedvoices.get().pk]))
    assert (
        "The […] came […]."
        not in signed_in(petra).get(reverse("partners:board", args=[board.pk])).content.decode()
    )


def test_the_office_makes_invites_and_ends_on_the_pages(world, signed_in, client):
    office = signed_in(world.office)
    office.post(reverse("partners:agencies"), {"name": "Quick Couriers", "does": "Courier"})
    agency = Agency.objects.get()
    address = reverse("partners:agency", args=[agency.pk])
    page = office.post(address, {"name": "Petra Partner", "email": "petra@agency.example"}).content.decode()
    link = page.partition("http://testserver")[2].partition("<")[0]
    assert "Petra Partner, choose a password" in client.get(link).content.decode()
    assert client.post(link, {"password": "short"}).status_code == 422
    assert "You are in" in client.post(link, {"password": PASSWORD}, follow=True).content.decode()
    assert "Nothing is shared with you" in client.get("/").content.decode(), "signed in at once"
    assert client.get(link).status_code == 410
    member = AgencyMember.objects.get()
    office.post(reverse("partners:end", args=[agency.pk, "member", member.pk]))
    assert not User.objects.get(pk=member.user_id).is_active
    assert (
        "Say why"
        in office.post(
            reverse("partners:end", args=[agency.pk, "partnership", agency.pk]), follow=True
        ).content.decode()
    )
    office.post(
        reverse("partners:end", args=[agency.pk, "partnership", agency.pk]),
        {"because": "The contract ended."},
    )
    assert "works with us no more" in office.get(address).content.decode()
    assert signed_in(world.lead).get(address).status_code == 403


def test_a_board_is_opened_from_the_list_by_those_who_run_its_initiative(world, signed_in):
    initiative = make_initiative(world)
    lead = signed_in(world.lead)
    address = reverse("partners:open", args=[initiative.pk])
    assert address in lead.get(reverse("partners:boards")).content.decode()
    lead.post(address, {"purpose": "Parcels on time."})
    board = initiative.partner_board
    assert (
        "Nobody outside sees this board yet"
        in lead.get(reverse("partners:board", args=[board.pk])).content.decode()
    )
    assert lead.get(address).status_code == 302
    assert signed_in(world.york_lead).get(reverse("partners:board", args=[board.pk])).status_code == 404


def test_the_list_takes_as_many_questions_for_three_boards_as_for_one(world, signed_in):
    agency, petra = make_agency(world)
    client, counts = signed_in(petra), []
    for count in (1, 2):
        for number in range(count):
            title = f"{count}{number}"
            decision = make_approval(
                world, council_of(world), opportunity=make_opportunity(world, title=title)
            )
            make_board(world, agency, initiative=make_initiative(world, name=title, decision=decision))
        for address in (reverse("partners:boards"), reverse("desk:home")):
            with CaptureQueriesContext(connection) as asked:
                page = client.get(address)
            assert page.status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
    assert 'role="search"' not in page.content.decode(), "nothing is offered that would be refused"


def test_a_day_that_will_not_do_is_refused_at_its_field_with_what_was_typed(world, signed_in):
    agency, petra = make_agency(world)
    board = make_board(world, agency)
    inside = signed_in(world.lead)
    task = {"what": "Count the vans", "due_on": "2026-07-01", "agency": agency.pk}
    for client in (inside, signed_in(petra)):
        answer = client.post(reverse("partners:do", args=[board.pk, "task"]), task)
        page = answer.content.decode()
        assert (answer.status_code, "Count the vans" in page, "until 30 June 2026" in page) == (
            422,
            True,
            True,
        )
    share = {"agency": agency.pk, "until_on": "2026-01-01"}
    answer = inside.post(reverse("partners:do", args=[board.pk, "share"]), share)
    assert (answer.status_code, "has passed" in answer.content.decode()) == (422, True)


def test_what_was_typed_stands_beside_a_refusal_that_somebody_was_first(world, signed_in):
    board = make_board(world)
    idea = board.ideas.create(title="A second van", author=world.office, at=NOW)
    lead, given = signed_in(world.lead), {"verdict": "later", "why": "From May on."}
    address = reverse("partners:part", args=[board.pk, "answer", idea.pk])
    lead.post(address, given)
    page = lead.post(address, given | {"why": "Not before the autumn."}, follow=True).content.decode()
    assert "answered this a moment ago" in page
    assert "Not before the autumn." in page
    assert (
        "Not before the autumn." not in lead.get(reverse("partners:board", args=[board.pk])).content.decode()
    )


def test_a_voice_whose_words_to_strike_are_too_many_is_asked_again_on_its_page(world, signed_in):
    board = make_board(world)
    signal = voice_behind(world, board.initiative.decision.proposal.opportunity)
    given = {"signal": signal.pk, "struck": "a, " * 200}
    answer = signed_in(world.office).post(reverse("partners:do", args=[board.pk, "voice"]), given)
    page = answer.content.decode()
    assert (answer.status_code, "these words leave the house" in page) == (422, True)
    assert "at most 300 characters" in page
