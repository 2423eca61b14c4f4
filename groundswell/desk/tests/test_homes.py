"""Everybody has a home, and nobody sees more than their part."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_customer, make_signal


@pytest.mark.parametrize("role", ["frontline", "lead", "office", "executive", "partner"])
def test_each_role_has_a_home_even_when_nothing_happened(world, signed_in, role):
    page = signed_in(getattr(world, role)).get("/")
    assert page.status_code == 200
    assert b"</html>" in page.content


def test_the_public_is_asked_to_sign_in(client, db):
    assert client.get("/").status_code == 302


@pytest.fixture
def fresh(world):
    now = timezone.now() - timedelta(hours=1)
    said = {
        "customer": make_customer(),
        "employee": world.frontline.person,
        "unit": world.leeds,
        "touchpoint": world.delivery,
        "at": now,
    }
    good = make_signal(10, "Fay found my size at once.", **said)
    poor = make_signal(2, "Call me on 020 7946 0958, nobody answers.", **said)
    elsewhere = make_signal(1, "York was cold and empty.", unit=world.york, at=now)
    read_new_signals(at=NOW)
    return good, poor, elsewhere


def test_frontline_reads_the_good_voice_first_and_none_of_the_neighbours(fresh, world, signed_in):
    page = signed_in(world.frontline).get("/").content.decode()
    assert page.index("found my size") < page.index("nobody answers")
    assert "York was cold" not in page


def test_a_voice_shows_words_without_personal_data_and_its_trace(fresh, world, signed_in):
    page = signed_in(world.lead).get(f"/voices/{fresh[1].pk}/").content.decode()
    assert "nobody answers" in page
    assert "7946" not in page
    assert "Understood" in page


def test_a_voice_out_of_sight_is_not_found(fresh, world, signed_in):
    assert signed_in(world.lead).get(f"/voices/{fresh[2].pk}/").status_code == 404
    assert signed_in(world.partner).get(f"/voices/{fresh[0].pk}/").status_code == 403


def test_an_executive_reads_words_but_no_names(fresh, world, signed_in):
    page = signed_in(world.executive).get(f"/voices/{fresh[0].pk}/").content.decode()
    assert "found my size" in page
    assert "Carla Customer" not in page


def test_the_list_behind_a_figure_holds_what_the_figure_counts(fresh, world, signed_in):
    page = (
        signed_in(world.office)
        .get(f"/voices/?period=30&group=detractor&unit={world.shops.pk}")
        .content.decode()
    )
    assert "nobody answers" in page
    assert "York was cold" in page
    assert "found my size" not in page


def test_search_knows_the_case_of_every_script(fresh, world, signed_in):
    make_signal(3, "Die TÜR war ПЛОХО, 50% (so!)", unit=world.leeds)
    read_new_signals(at=NOW)
    for words in ("tür", "плохо", "Tür war", "ПЛОХО, 50% (so"):
        found = signed_in(world.lead).get("/voices/", {"q": words}).content.decode()
        assert "1 voice" in found, words


def test_search_finds_words_within_sight_only(fresh, world, signed_in):
    assert "York was cold" in signed_in(world.york_lead).get("/voices/?q=cold").content.decode()
    assert "York was cold" not in signed_in(world.lead).get("/voices/?q=cold").content.decode()
    assert "0 voices" in signed_in(world.lead).get("/voices/?q=7946").content.decode()


@pytest.mark.parametrize(
    "address", ["period=7", "unit=999999", "colour=red", "score=11", "month=2026-13", "theme=1 OR 1=1"]
)
def test_an_unreadable_question_is_refused(world, signed_in, address):
    assert signed_in(world.office).get(f"/voices/?{address}").status_code == 400


def test_the_list_of_voices_costs_the_same_for_one_and_for_many(world, signed_in):
    now = timezone.now() - timedelta(hours=1)
    client = signed_in(world.office)
    counts = []
    for _ in range(2):
        for _ in range(2):
            make_signal(
                9, "Lovely.", customer=make_customer(), unit=world.leeds, touchpoint=world.delivery, at=now
            )
        read_new_signals(at=NOW)
        with CaptureQueriesContext(connection) as spent:
            client.get("/voices/?period=30")
        counts.append(len(spent))
    assert counts[0] == counts[1]
