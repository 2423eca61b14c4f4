"""The board and the page of an initiative."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.act.council.money import money_of
from groundswell.act.council.tests.chamber import make_approval, make_chamber
from groundswell.act.initiatives.actions import plan_milestone, roll_out, start
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.initiatives.words import tally_in_words
from groundswell.act.opportunities.tests.register import make_opportunity
from tests.world import NOW

from .test_measuring import FIRST_OF_SEPTEMBER
from .works import make_history, make_initiative, make_teams


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def _measured(world, lift):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=lift)
    initiative = make_initiative(world)
    for team in teams[:6]:
        roll_out(initiative, team, from_on=FIRST_OF_SEPTEMBER, by=world.office, at=NOW)
    measure_effect(initiative, at=NOW)
    return initiative


def test_the_page_begins_with_the_verdict_and_shows_what_it_rests_on(world, signed_in):
    initiative = _measured(world, 0.3)
    page = (
        signed_in(world.office).get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    )
    assert "One-hour slots worked: +" in page
    rests = re.sub("<[^>]*>", "", page)
    assert re.search(
        r"\d+ answers before and \d+ after the start in 6 units with the change, against \d+ and \d+ in 6 without it",
        rests,
    )
    assert "Nothing shows that the groups moved apart before the start" in page
    assert "<svg" in page
    assert "style=" not in page


def test_the_board_counts_only_what_was_measured_as_a_success():
    worked, did_not = (EffectReading(verdict=verdict) for verdict in ("worked", "did_not"))
    assert (
        tally_in_words([worked, None, did_not])
        == "Of 3 initiatives, 1 worked, 1 did not, 1 cannot be told yet"
    )
    assert tally_in_words([None]) == "Of 1 initiative, 0 worked, 1 cannot be told yet"


def test_a_page_never_claims_what_was_not_found(world, signed_in):
    initiative = _measured(world, 0)
    page = (
        signed_in(world.office).get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    )
    assert "worked: +" not in page
    assert "We cannot tell" in page or "did not work" in page


def test_work_is_started_carried_on_and_ended_on_the_pages(world, signed_in):
    decision = make_approval(world, make_chamber(world).council, amount=1_000)
    client = signed_in(world.office)
    client.post(
        reverse("initiatives:start", args=[decision.pk]),
        {
            "name": "Slots",
            "owner": world.york_lead.person.pk,
            "sponsor": world.executive.person.pk,
            "touchpoint": world.delivery.pk,
            "expected_points": "8",
            "release": "1000",
        },
    )
    made = Initiative.objects.get()
    deeds = {
        "roll-out": {"unit": world.leeds.pk, "from_on": "2026-03-01"},
        "spend": {"amount": "400", "what_for": "Scanners", "on": "2026-03-02"},
        "milestone": {"name": "Trained", "due_on": "2026-03-02"},
    }
    for deed, given in deeds.items():
        client.post(reverse("initiatives:do", args=[made.pk, deed]), given)
    refused = client.post(
        reverse("initiatives:do", args=[made.pk, "spend"]), deeds["spend"] | {"amount": "700"}, follow=True
    )
    assert "£600 of £1,000 is left" in refused.content.decode()
    wrong = client.post(reverse("initiatives:do", args=[made.pk, "spend"]), {"amount": "x"})
    assert wrong.status_code == 422
    assert 'class="error-summary" role="alert" tabindex="-1" autofocus' in wrong.content.decode()
    client.post(reverse("initiatives:reach", args=[made.pk, made.milestones.get().pk]))
    ended = {"how": "done", "learned": "Scanners alone do not shorten the wait."}
    client.post(reverse("initiatives:do", args=[made.pk, "end"]), ended)
    made.refresh_from_db()
    assert (money_of(made.decision).spent, made.rollouts.count(), made.ended_at) == (400, 1, NOW)
    assert made.milestones.get().reached_at == NOW
    unmeasurable = client.post(reverse("initiatives:measure", args=[made.pk]), follow=True)
    assert "No unit with scores from 0 to 10 works with the change yet" in unmeasurable.content.decode()


def test_readers_may_not_run_what_they_may_read(world, signed_in):
    initiative = make_initiative(world)
    roll_out(initiative, world.york, from_on=NOW.date(), by=world.office, at=NOW)
    reader = signed_in(world.york_lead)
    address = reverse("initiatives:initiative", args=[initiative.pk])
    page = reader.get(address).content.decode()
    assert reverse("initiatives:measure", args=[initiative.pk]) not in page
    assert (
        reverse("opportunities:opportunity", args=[initiative.decision.proposal.opportunity_id]) not in page
    )
    assert reader.post(reverse("initiatives:do", args=[initiative.pk, "end"])).status_code == 403
    for name in ("measure",):
        assert reader.post(reverse(f"initiatives:{name}", args=[initiative.pk])).status_code == 403
    assert signed_in(world.frontline).get(address).status_code == 404
    assert signed_in(world.partner).get(address).status_code == 403


def test_the_board_takes_as_many_questions_for_three_as_for_one(world, signed_in):
    body, client, counts = make_chamber(world, wip=9).council, signed_in(world.office), []
    for count in (1, 2):
        for number in range(count):
            opportunity = make_opportunity(world, title=f"{count}{number}")
            decision = make_approval(world, body, opportunity=opportunity)
            make_approval(world, body, opportunity=make_opportunity(world, title=f"to start {count}{number}"))
            initiative = make_initiative(world, decision=decision)
            roll_out(initiative, world.leeds, from_on=NOW.date(), by=world.office, at=NOW)
            plan_milestone(initiative, name="Step", due_on=NOW.date(), by=world.office, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("initiatives:board")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_money_without_a_gate_and_money_that_went_back_are_said(world, signed_in):
    decision = make_approval(world, make_chamber(world).council, amount=9_000)
    people = {"owner": world.lead.person, "sponsor": world.executive.person}
    begun = start(decision, name="Slots", expected_points=5, release=2_000, by=world.office, at=NOW, **people)
    client, address = signed_in(world.office), reverse("initiatives:initiative", args=[begun.pk])
    assert "No gate is planned, and £7,000 waits for one" in client.get(address).content.decode()
    end_initiative(begun, learned="Too early.", by=world.office, at=NOW)
    ended = client.get(address).content.decode()
    assert "£0 of £9,000 was spent, £9,000 went back to the envelope." in ended
    assert "Went back to the envelope" in ended
    assert "may be spent now" not in ended


def test_who_owns_or_sponsors_the_work_opens_the_opportunity_and_the_decision_behind_it(world, signed_in):
    initiative = make_initiative(world)
    proposal = initiative.decision.proposal
    behind = [
        reverse("opportunities:opportunity", args=[proposal.opportunity_id]),
        reverse("council:proposal", args=[proposal.pk]),
    ]
    owner, stranger = signed_in(world.york_lead), signed_in(world.frontline)
    assert [owner.get(one).status_code for one in behind] == [404, 404]
    Initiative.objects.filter(pk=initiative.pk).update(owner=world.york_lead.person)
    assert [owner.get(one).status_code for one in behind] == [200, 200]
    assert [stranger.get(one).status_code for one in behind] == [404, 404]


def test_after_a_deed_one_is_back_where_it_was_done(world, signed_in):
    made, client = make_initiative(world), signed_in(world.office)
    for deed, given, place in (
        ("milestone", {"name": "Tills ready", "due_on": "2026-05-01"}, "steps"),
        ("as-dealt", {}, "design"),
    ):
        answer = client.post(reverse("initiatives:do", args=[made.pk, deed]), given)
        assert answer["Location"] == reverse("initiatives:initiative", args=[made.pk]) + "#said"
        page = client.get(answer["Location"]).content.decode()
        section = page[page.index(f'<h2 id="{place}"') :]
        assert page.count('id="said"') == 1
        assert 'id="said"' in section[: section.index("</section>")]
        assert 'tabindex="-1"' in section[: section.index("</section>")]
