"""Who took a copy of which file is seen by those who run the initiative, and by nobody else; after a year it is forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.partners.files.actions import note_download, take_file_back
from groundswell.act.partners.files.content import looked_at
from groundswell.act.partners.jobs import forget_who_took_files
from groundswell.act.partners.models import Download
from groundswell.act.partners.sharing import end_sharing, write_brief
from tests.world import NOW, make_user

from .agencies import make_agency, make_board
from .files import CSV


@pytest.fixture
def on(world, time_machine, signed_in):
    """A board with one file, and somebody of an agency before it."""
    time_machine.move_to(NOW, tick=False)

    class On:
        agency, petra = make_agency(world)
        board = make_board(world, agency)
        partner, owner = signed_in(petra), signed_in(world.lead)
        brief = write_brief(
            board,
            title="Vans",
            words="How many?",
            files=[looked_at("days.csv", CSV)],
            by=world.office,
            at=NOW,
        )
        file = brief.files.get()
        there = reverse("partners:board", args=[board.pk])
        address = reverse("partners:file", args=[board.pk, file.pk])
        listed = reverse("partners:downloads", args=[board.pk])

    return On


def test_each_copy_is_noted_with_who_and_when(on, time_machine):
    assert "taken by nobody yet" in on.owner.get(on.there).content.decode()
    on.partner.get(on.address)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    on.partner.get(on.address)
    on.owner.get(on.address)
    page = on.owner.get(on.there).content.decode()
    assert f'<a href="{on.listed}">taken 3 times</a>, last 12 March' in page
    listed = on.owner.get(on.listed).content.decode()
    assert "were taken 3 times within a year" in listed
    assert listed.count("Petra Partner, Quick Couriers") == 2
    assert "12 March 2026" in listed
    assert "11 March 2026" in listed


def test_what_was_refused_is_no_copy(on, world, signed_in):
    _, simon = make_agency(world, "Bold Design", "Simon Second")
    assert signed_in(simon).get(on.address).status_code == 404
    end_sharing(on.board.sharings.get(), because="Over.", by=world.office, at=NOW)
    assert on.partner.get(on.address).status_code == 404
    assert on.partner.post(on.address).status_code == 405
    assert Download.objects.count() == 0


def test_nobody_else_sees_who_took_it(on, world, signed_in):
    on.partner.get(on.address)
    assert "taken" not in on.partner.get(on.there).content.decode()
    assert on.partner.get(on.listed).status_code == 403
    analyst = signed_in(make_user("Anna Analyst", world.root, "analyst"))
    assert analyst.get(on.listed).status_code == 403
    assert "taken 1 time" not in analyst.get(on.there).content.decode()
    assert signed_in(world.york_lead).get(on.listed).status_code == 404


def test_the_list_stays_when_the_file_goes(on, world):
    on.partner.get(on.address)
    take_file_back(on.file, by=world.lead, at=NOW)
    page = on.owner.get(on.listed).content.decode()
    assert "Taken back since" in page
    assert "Petra Partner" in page


def test_after_a_year_it_is_forgotten(on):
    for days in (366, 364):
        note_download(on.file, by=on.petra, at=NOW - timedelta(days=days))
    assert forget_who_took_files(NOW) == "1 download forgotten"
    assert forget_who_took_files(NOW) == ""
    assert Download.objects.get().at == NOW - timedelta(days=364)


def test_an_empty_list_teaches(on):
    page = on.owner.get(on.listed).content.decode()
    assert "Nobody took a file" in page
    assert "No copy was taken" in page
    assert on.owner.get(f"{on.listed}?page=2").status_code == 404
