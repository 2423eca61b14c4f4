"""The register and its pages, as each role meets them."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.opportunities.actions import join_elevation
from groundswell.act.opportunities.models import Joining, Opportunity, SettingAside, Settlement
from groundswell.act.opportunities.queries import ranked_opportunities
from groundswell.look.numbers import money
from tests.world import NOW, make_signal

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_register_says_what_is_worth_most_of_several_with_a_place(world, signed_in):
    theme, box = make_theme("Delivery", "late"), make_theme("Box", "box")
    make_answers(40, 3, "The parcel came late", world=world, yearly=100)
    make_answers(40, 8, "The box", world=world, yearly=1)
    make_answers(40, 9, "All good", world=world, yearly=100)
    read_all()
    make_opportunity(world, theme=theme)
    office = signed_in(world.office)
    page = office.get(reverse("opportunities:register")).content.decode()
    assert "“Parcels arrive late” is the only one with a place yet" in page
    make_opportunity(world, title="Box", theme=box)
    page = office.get(reverse("opportunities:register")).content.decode()
    assert "“Parcels arrive late” is worth most per day of work: first in nearly every draw" in page
    assert "<svg" in page
    assert "style=" not in page
    first = ranked_opportunities(NOW)[0]
    assert re.search(rf"#why\">{re.escape(money(first.value))}<", page), "what ranks it stands in its row"


def test_the_register_takes_the_same_number_of_questions_for_one_and_three(world, signed_in):
    make_answers(6, 3, "The parcel came late", world=world, yearly=100)
    read_all()
    client, counts = signed_in(world.office), []
    for count in (1, 2):
        for number in range(count):
            make_opportunity(world, title=f"{count}{number}", theme=make_theme(f"t{count}{number}", "late"))
            make_elevation(world.leeds, world.lead.person, title=f"Raised {count}{number}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("opportunities:register")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_team_opens_what_it_raised_and_no_other(world, signed_in):
    ours, theirs = make_opportunity(world, title="Ours"), make_opportunity(world, title="Theirs")
    join_elevation(make_elevation(world.leeds, world.lead.person), ours, by=world.office, at=NOW)
    join_elevation(make_elevation(world.york, world.york_lead.person), theirs, by=world.office, at=NOW)
    client = signed_in(world.lead)
    page = client.get(reverse("opportunities:register")).content.decode()
    assert "Ours" in page
    assert "Theirs" not in page
    assert client.get(reverse("opportunities:opportunity", args=[ours.pk])).status_code == 200
    for name in ("opportunity", "voices"):
        assert client.get(reverse(f"opportunities:{name}", args=[theirs.pk])).status_code == 404
    assert signed_in(world.partner).get(reverse("opportunities:register")).status_code == 403


def test_a_team_reads_only_the_voices_within_its_sight(world, signed_in):
    make_signal(
        2,
        "Leeds lost my parcel and nobody cared to call me back at all",
        unit=world.leeds,
        touchpoint=world.delivery,
    )
    make_signal(
        2,
        "York lost my parcel and nobody cared to call me back at all",
        unit=world.york,
        touchpoint=world.delivery,
    )
    read_all()
    opportunity = make_opportunity(world)
    join_elevation(make_elevation(world.leeds, world.lead.person), opportunity, by=world.office, at=NOW)
    for name in ("opportunity", "voices"):
        page = (
            signed_in(world.lead)
            .get(reverse(f"opportunities:{name}", args=[opportunity.pk]))
            .content.decode()
        )
        assert "Leeds lost my parcel" in page
        assert "York lost my parcel" not in page
    page = (
        signed_in(world.office).get(reverse("opportunities:voices", args=[opportunity.pk])).content.decode()
    )
    assert "2 voices behind" in page


def test_words_appear_without_personal_data(world, signed_in):
    make_signal(
        2,
        "Awful service, write to me at carla@example.com please about it",
        unit=world.leeds,
        touchpoint=world.delivery,
    )
    read_all()
    opportunity = make_opportunity(world)
    for name in ("opportunity", "voices"):
        page = (
            signed_in(world.office)
            .get(reverse(f"opportunities:{name}", args=[opportunity.pk]))
            .content.decode()
        )
        assert "carla@example.com" not in page


def test_the_office_opens_an_opportunity_from_an_elevation(world, signed_in):
    elevation = make_elevation(world.leeds, world.lead.person)
    address = reverse("opportunities:triage", args=[elevation.pk])
    client = signed_in(world.office)
    assert elevation.problem in client.get(address).content.decode()
    given = {"title": "Late", "problem": "Late.", "impact": "attrition", "effort_low": 9, "effort_high": 3}
    refused = client.post(address, given)
    assert refused.status_code == 422
    made = client.post(address, given | {"effort_high": 12})
    assert made.status_code == 302
    assert Joining.objects.get().opportunity == Opportunity.objects.get()
    assert signed_in(world.lead).post(address, given).status_code == 403


def test_the_office_joins_and_sets_aside(world, signed_in):
    opportunity = make_opportunity(world)
    first, second = (make_elevation(world.leeds, world.lead.person, title=title) for title in ("One", "Two"))
    client = signed_in(world.office)
    client.post(reverse("opportunities:join", args=[first.pk]), {"opportunity": opportunity.pk})
    client.post(reverse("opportunities:set_aside", args=[second.pk]), {"why": "The depot solves it."})
    assert (Joining.objects.get().elevation, SettingAside.objects.get().elevation) == (first, second)
    again = client.post(
        reverse("opportunities:join", args=[second.pk]), {"opportunity": opportunity.pk}, follow=True
    )
    assert "This elevation was set aside already" in again.content.decode()


def test_an_opportunity_is_entered_and_not_pursued(world, signed_in):
    client = signed_in(world.office)
    given = {"title": "Late", "problem": "Late.", "impact": "attrition", "effort_low": 1, "effort_high": 3}
    refused = client.post(reverse("opportunities:new"), given)
    assert "Choose a theme, a touchpoint, a root cause or an elevation" in refused.content.decode()
    client.post(reverse("opportunities:new"), given | {"touchpoint": world.delivery.pk})
    made = Opportunity.objects.get()
    assert (
        signed_in(world.lead)
        .post(reverse("opportunities:settle", args=[made.pk]), {"why": "No."})
        .status_code
        == 403
    )
    client.post(reverse("opportunities:settle", args=[made.pk]), {"why": "We close the depot."})
    assert made.settlement.outcome == Settlement.Outcome.NOT_PURSUED
    page = client.get(reverse("opportunities:register"), {"show": "settled"}).content.decode()
    assert "We close the depot." in page


def test_what_nobody_judged_is_not_called_a_risk_of_attrition(world, signed_in):
    office = signed_in(world.office)
    raised = make_elevation(world.leeds, world.lead.person)
    for page in (reverse("opportunities:new"), reverse("opportunities:triage", args=[raised.pk])):
        assert '<option value="unknown" selected>Not judged yet</option>' in office.get(page).content.decode()


def test_who_sees_a_part_reads_that_it_is_a_part_and_where_to_raise(world, signed_in):
    make_opportunity(world)
    page = signed_in(world.lead).get(reverse("opportunities:register")).content.decode()
    assert "Nothing of yours waits for its turn" in page
    assert reverse("huddles:raise_alone") in page
    assert "You see what your part of the organisation raised" in page
    assert (
        "You see what your part"
        not in signed_in(world.office).get(reverse("opportunities:register")).content.decode()
    )


def test_not_pursuing_it_takes_a_reason(world, signed_in):
    one = make_opportunity(world)
    page = signed_in(world.office).post(
        reverse("opportunities:settle", args=[one.pk]), {"why": " "}, follow=True
    )
    assert "Say why it is not pursued" in page.content.decode()
    assert not Settlement.objects.exists()
