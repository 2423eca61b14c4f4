"""The register found, narrowed, sorted and taken away; triage answers what says the same together, and splits it again."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.opportunities.actions import (
    change_opportunity,
    join_elevation,
    join_elevations,
    set_aside_elevation,
    settle_opportunity,
    split_elevation,
)
from groundswell.act.opportunities.errors import ElevationAlreadyAnswered, ElevationNotJoined, ReasonMissing
from groundswell.act.opportunities.models import Joining, Opportunity, Parting, Settlement
from groundswell.act.opportunities.queries import elevations_to_triage
from groundswell.act.opportunities.similar import groups_of
from groundswell.act.opportunities.standing.counting import count_register
from groundswell.act.opportunities.tidings import owned, stepped
from groundswell.foundation.access.actions import give_token
from groundswell.foundation.access.models import ApiToken
from tests.at_once import at_once
from tests.world import NOW, make_signal, make_world

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all

REGISTER = reverse("opportunities:register")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def titles(client, **asked):
    page = client.get(REGISTER, asked)
    assert page.status_code == 200
    return [one.opportunity.title for one in page.context["page"]]


def some(world):
    late = make_opportunity(
        world, title="Late parcels", theme=make_theme("Delivery", "late"), effort_days=(1, 2)
    )
    music = make_opportunity(
        world, title="Loud music", theme=make_theme("Music", "music"), effort_days=(9, 9)
    )
    change_opportunity(music, owner=world.lead.person, impact="annoyance", effort_days=(9, 9), by=world.office, at=NOW)  # fmt: skip
    return late, music


def test_the_register_is_found_narrowed_and_sorted_by_its_address(world, signed_in):
    late, music = some(world)
    join_elevation(make_elevation(world.leeds, world.lead.person), late, by=world.office, at=NOW)
    client = signed_in(world.office)
    assert titles(client, q="parcel") == ["Late parcels"]
    assert titles(client, impact="annoyance") == ["Loud music"]
    assert titles(client, source="people") == ["Late parcels"]
    assert titles(client, owner=world.lead.person.pk) == ["Loud music"]
    assert titles(client, owner=0) == ["Late parcels"]
    assert titles(client, theme=music.theme_id) == ["Loud music"]
    assert titles(client, sort="effort") == ["Late parcels", "Loud music"]
    assert "1 opportunity fits what you ask" in client.get(REGISTER, {"q": "parcel"}).content.decode()
    assert client.get(REGISTER, {"sort": "loudest"}).status_code == 400


def test_sorting_by_a_figure_puts_what_is_not_known_last(world, signed_in):
    make_answers(8, 3, "Loud music", world=world, yearly=10)
    some(world)
    read_all()
    assert titles(signed_in(world.office), sort="customers") == ["Loud music", "Late parcels"]


def test_the_page_of_a_kept_ranking_asks_as_often_for_thirty_as_for_one(world, signed_in):
    client, counts = signed_in(world.office), []
    for many in (1, 30):
        for number in range(many):
            make_opportunity(world, title=f"{many}-{number}")
        count_register(NOW)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(REGISTER).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_file_holds_what_the_page_shows_and_no_more(world, signed_in):
    late, _ = some(world)
    join_elevation(make_elevation(world.leeds, world.frontline.person), late, by=world.office, at=NOW)
    address = reverse("opportunities:export", args=["csv"])
    given = b"".join(signed_in(world.office).get(address, {"q": "parcel"}).streaming_content)
    (row,) = csv.DictReader(io.StringIO(given.decode("utf-8-sig")))
    assert (row["title"], row["effort_low"], row["effort_is_judged"], row["touched"]) == (
        "Late parcels",
        "1",
        "yes",
        "",
    )
    seen = b"".join(signed_in(world.frontline).get(address).streaming_content).decode()
    assert "Late parcels" in seen
    assert "Loud music" not in seen
    assert b"".join(signed_in(world.office).get(reverse("opportunities:export", args=["xlsx"])).streaming_content)[:2] == b"PK"  # fmt: skip
    assert signed_in(world.office).get(reverse("opportunities:export", args=["pdf"])).status_code == 404


def test_another_system_reads_what_the_owner_of_its_token_may_see(world, client):
    late, _ = some(world)
    join_elevation(make_elevation(world.leeds, world.frontline.person), late, by=world.office, at=NOW)
    address = reverse("opportunities:api")
    assert client.get(address).status_code == 401
    seen = {}
    for user in (world.office, world.lead, world.partner):
        key = give_token(
            str(user), user, scopes=[ApiToken.Scope.SCORES], lasts=timedelta(days=9), by=world.office, at=NOW
        )[1]
        answer = client.get(address, headers={"authorization": f"Bearer {key}"})
        seen[user.role] = (
            answer.status_code,
            [row["title"] for row in json.loads(answer.content).get("rows", [])],
        )
    assert seen["office"] == (200, ["Late parcels", "Loud music"])
    assert seen["lead"] == (200, ["Late parcels", "Loud music"])
    assert seen["partner"][0] == 401


def test_what_says_the_same_stands_together_on_the_desk_and_is_joined_at_once(world, signed_in):
    late, _ = some(world)
    first = make_elevation(world.leeds, world.lead.person)
    same = make_elevation(world.york, world.york_lead.person, title="Late parcels again")
    other = make_elevation(
        world.york, world.york_lead.person, title="No mirrors", problem="Rooms lack mirrors."
    )
    assert groups_of([other, same, first]) == [[first, same], [other]]
    client = signed_in(world.office)
    page = client.get(reverse("opportunities:desk")).content.decode()
    assert "3 things that teams raised wait for an answer" in page
    assert "It may be “<a" in page
    assert 'Join both<span class="unseen"> to “Late parcels”</span>' in page
    given = {"opportunity": late.pk, "also": [same.pk, 99999]}
    told = client.post(reverse("opportunities:join", args=[first.pk]), given, follow=True).content.decode()
    assert "2 elevations are joined to “Late parcels”" in told
    assert list(elevations_to_triage()) == [other]
    assert signed_in(world.lead).get(reverse("opportunities:desk")).status_code == 403


def test_one_opportunity_is_opened_from_several(world, signed_in):
    first = make_elevation(world.leeds, world.lead.person)
    same = make_elevation(world.york, world.york_lead.person, title="Late parcels again")
    given = {"title": "Late", "problem": "Late.", "impact": "attrition", "also": [same.pk]}
    signed_in(world.office).post(reverse("opportunities:triage", args=[first.pk]), given)
    made = Opportunity.objects.get()
    assert {one.elevation for one in made.joinings.all()} == {first, same}
    assert (made.effort_days_low, made.effort_days_high) == (None, None)


def test_what_was_answered_says_how_and_leads_there(world, signed_in):
    late, _ = some(world)
    raised = make_elevation(world.leeds, world.lead.person)
    other = make_elevation(world.york, world.york_lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    set_aside_elevation(other, why="The depot solves it.", by=world.office, at=NOW)
    pages = [
        signed_in(world.office).get(reverse("opportunities:triage", args=[one.pk])).content.decode()
        for one in (raised, other)
    ]
    there = reverse("opportunities:opportunity", args=[late.pk])
    assert f'joined it on 11 March 2026 to <a href="{there}">Late parcels</a>' in pages[0]
    assert "Olu Office set it aside on 11 March 2026: The depot solves it." in pages[1]


def test_triage_proposes_the_theme_that_most_voices_carry(world, signed_in):
    for name, term in (("Courier", "courier"), ("Delivery", "late")):
        make_theme(name, term)
    said = [make_signal(3, words, unit=world.leeds) for words in ("So late", "Late courier", "Nothing")]
    read_all()
    raised = make_elevation(world.leeds, world.lead.person, *said)
    bare = make_elevation(world.york, world.york_lead.person, title="Something else", problem="Far away.")
    client = signed_in(world.office)
    page = client.get(reverse("opportunities:triage", args=[raised.pk])).content.decode()
    assert "“Delivery” is in 2 of 3 voices that came with it." in page
    assert re.search(r'<option value="\d+" selected>Delivery</option>', page)
    page = client.get(reverse("opportunities:triage", args=[bare.pk])).content.decode()
    assert "voices that came with it" not in page


def test_the_only_one_with_a_place_stands_beside_nothing(world, signed_in):
    late, _ = some(world)
    for words, score in (("So late", 3), ("Loud music", 3), ("All good", 9)):
        make_answers(40, score, words, world=world)
    read_all()
    client = signed_in(world.office)
    for count in (2, 1):
        shown = Opportunity.objects.filter(settlement=None)
        pages = [
            client.get(reverse("opportunities:opportunity", args=[one.pk])).content.decode() for one in shown
        ]
        ranked = [page for page in pages if "Why this place" in page]
        assert len(ranked) == count
        for page in ranked:
            assert ("Nothing else has a place yet" in page) == (count == 1)
            assert ("Beside a usual opportunity" in page) == (count > 1)
        if count == 2:
            settle_opportunity(late, Settlement.Outcome.NOT_PURSUED, why="No.", by=world.office, at=NOW)


def test_several_are_joined_together_or_not_at_all(world):
    late, _ = some(world)
    first = make_elevation(world.leeds, world.lead.person)
    gone = make_elevation(world.york, world.york_lead.person, title="Late parcels again")
    set_aside_elevation(gone, why="The depot solves it.", by=world.office, at=NOW)
    with pytest.raises(ElevationAlreadyAnswered, match="was set aside already: "):
        join_elevations([first, gone], late, by=world.office, at=NOW)
    assert not Joining.objects.exists()


def test_what_was_joined_is_split_off_again_and_its_author_is_told(world, signed_in):
    late, _ = some(world)
    raised = make_elevation(world.leeds, world.lead.person)
    join_elevation(raised, late, by=world.office, at=NOW)
    with pytest.raises(ReasonMissing):
        split_elevation(raised, why=" ", by=world.office, at=NOW)
    client, address = signed_in(world.office), reverse("opportunities:split", args=[late.pk])
    assert signed_in(world.lead).post(address, {"elevation": raised.pk, "why": "No."}).status_code == 403
    client.post(address, {"elevation": raised.pk, "why": "It is about the van."})
    parting = Parting.objects.get()
    assert (parting.elevation, parting.joined_by, parting.why) == (raised, world.office.person, "It is about the van.")  # fmt: skip
    assert list(elevations_to_triage()) == [raised]
    page = client.get(reverse("opportunities:triage", args=[raised.pk])).content.decode()
    assert "It is about the van." in page
    told = [
        str(one.words)
        for one in stepped(NOW - timedelta(hours=1), NOW)
        if one.person_id == world.lead.person_id
    ]
    assert any("was split off" in words for words in told)
    with pytest.raises(ElevationNotJoined):
        split_elevation(raised, why="Again.", by=world.office, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_the_same_the_second_is_told_who_was_first():
    world = make_world()
    raised = make_elevation(world.leeds, world.lead.person)
    late = make_opportunity(world)
    told = at_once(
        *[lambda: join_elevation(raised, late, by=world.office, at=NOW)] * 2, refusal=ElevationAlreadyAnswered
    )
    assert Joining.objects.count() == 1
    assert len(told) == 1
    assert f"{world.office.person} joined it there" in told[0]


def test_an_owner_is_told_once_that_it_is_theirs(world):
    _, music = some(world)
    (tiding,) = owned(NOW - timedelta(hours=1), NOW)
    assert (tiding.person_id, tiding.subject_id) == (world.lead.person_id, music.pk)
    assert list(owned(NOW, NOW + timedelta(hours=1))) == []


def test_it_is_worded_and_judged_anew_by_its_owner_only(world, signed_in):
    late, music = some(world)
    join_elevation(make_elevation(world.leeds, world.frontline.person), music, by=world.office, at=NOW)
    address = reverse("opportunities:change", args=[music.pk])
    words = {"title": "Far too loud music", "problem": "Loud.", "impact": "complaint", "theme": music.theme_id, "solvable_low": 20}  # fmt: skip
    assert signed_in(world.frontline).post(address, words).status_code == 403
    client = signed_in(world.lead)
    assert client.post(address, words).status_code == 422
    assert (
        client.post(address, words | {"solvable_high": 60, "owner": world.lead.person.pk}).status_code == 302
    )
    music.refresh_from_db()
    assert (music.title, music.solvable_low, music.effort_days_low) == ("Far too loud music", 20, None)
    assert late.title in signed_in(world.office).get(REGISTER).content.decode()
