"""The page of an initiative as one story, the board by stages, and the page on which a design is chosen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.act.council.models import Release
from groundswell.act.council.money import Money
from groundswell.act.initiatives.gates.actions import GatePlan, decide_at_gate, plan_gates
from groundswell.act.initiatives.health import Standing, health_of
from groundswell.act.initiatives.models import Design, Gate, Milestone, Want
from groundswell.act.initiatives.queries import board, columns_of
from groundswell.act.initiatives.risks.actions import raise_risk
from groundswell.act.initiatives.team.actions import join_team, want_capability
from tests.world import NOW

from .works import make_history, make_initiative, make_teams

pytestmark = pytest.mark.once

TODAY, SOON = NOW.date(), date(2026, 4, 1)
MONEY = Money(Decimal(1000), Decimal(1000), Decimal(0))


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def initiative(world):
    made = make_initiative(world)
    Release.objects.filter(decision=made.decision).delete()
    plans = [
        GatePlan(Gate.Stage.PILOT, SOON, Decimal(2_000)),
        GatePlan(Gate.Stage.WIDEN, date(2026, 9, 1), Decimal(7_000)),
    ]
    plan_gates(made, plans, by=world.office, at=NOW)
    return made


def _post(client, initiative, name, /, *parts, **given):
    return client.post(
        reverse(f"initiatives:{name}", args=[initiative.pk, *parts]), given, follow=True
    ).content.decode()


def test_health_is_said_in_words():
    late = Milestone(name="Tills changed", due_on=TODAY - timedelta(days=12))
    done = Milestone(name="Trained", due_on=TODAY, reached_at=NOW)
    assert health_of(Standing([done], None, [], [], MONEY), TODAY) == ()
    assert health_of(Standing([late], None, [], [], MONEY), TODAY) == ("“Tills changed” is 12 days late.",)
    gate = Gate(opens="pilot", due_on=TODAY - timedelta(days=1))
    want = Want(what="A till expert", by_on=TODAY)
    spent = Money(Decimal(1000), Decimal(1000), Decimal(800))
    assert health_of(Standing([done, late, late], gate, [], [want, want], spent, True, False), TODAY) == (
        "2 steps are late, “Tills changed” by 12 days.",
        "The gate to “Pilot” was due 1 day ago.",
        "Money runs ahead of the work: 80% of it is spent, 33% of the steps are done.",
        "Still wanted: A till expert, and 1 more.",
        "No design was chosen before it began: its effect is harder to believe.",
    )


def test_a_high_risk_and_one_that_nobody_looked_at_are_named(world, initiative):
    raise_risk(
        initiative, what="The courier leaves", owner=world.lead.person, chance=4, consequence=4, done_about_it="A second one is asked",
        again_on=TODAY - timedelta(days=1), by=world.lead, at=NOW,
    )  # fmt: skip
    assert board(world.office, NOW)[0].health == (
        "1 high risk: The courier leaves.", "1 risk was not looked at on the day that was agreed.",
    )  # fmt: skip


def test_a_card_moves_on_through_its_gate_on_the_pages(world, signed_in, initiative):
    office, sponsor = signed_in(world.office), signed_in(world.executive)
    assert [len(lines) for _, lines in columns_of(board(world.office, NOW))] == [1, 0, 0, 0]
    pilot = initiative.gates.get(opens="pilot")
    refused = _post(sponsor, initiative, "part", "decide", pilot.pk, passed="yes", why="Ready.")
    assert "Choose how the effect will be measured first" in refused
    chosen = office.post(
        reverse("initiatives:design", args=[initiative.pk]) + "?may=whole&smallest=8&months=6",
        {
            "kind": "before_after",
            "starts_on": "2026-04-02",
            "guard_response_rate": "3",
            "why": "Asking begins with it.",
        },
        follow=True,
    ).content.decode()
    assert "Before and after only." in chosen
    assert "how many of those asked answer (by 3 points at most)" in chosen
    for criterion in pilot.criteria.all():
        assert "It is noted as met." in _post(
            office, initiative, "part", "criterion", criterion.pk, shown_by="Seen."
        )
    page = _post(sponsor, initiative, "part", "decide", pilot.pk, passed="yes", why="Ready.")
    assert "The decision at the gate is noted." in page
    assert "£2,000 may be spent now, £8,000 waits for its gates" in page
    assert [len(lines) for _, lines in columns_of(board(world.office, NOW))] == [0, 1, 0, 0]
    assert "Next: gate to “Widen”" in office.get(reverse("initiatives:board")).content.decode()


def test_team_wants_and_risks_are_kept_on_the_page(world, signed_in, initiative):
    office, day = signed_in(world.office), "2026-05-01"
    _post(
        office,
        initiative,
        "do",
        "team",
        person=world.york_lead.person.pk,
        function="Operations",
        share=70,
        from_on=day,
    )
    _post(office, initiative, "do", "want", what="A till expert", by_on=day)
    _post(office, initiative, "do", "milestone", name="Trained", due_on=day)
    _post(
        office, initiative, "do", "risk", what="Courier leaves", owner=world.lead.person.pk, chance=5, consequence=4,
        done_about_it="Asked", again_on=day,
    )  # fmt: skip
    page = _post(
        office, initiative, "do", "gate", opens="keep", due_on=day, releases="500", criteria="One\nTwo"
    )
    for words in (
        "Yara Lead",
        "70%",
        "A till expert",
        "Nearly certain, and heavy (20 of 25)",
        "Gate to “Keep”",
        "Two",
    ):
        assert words in page, words
    other = make_initiative(world, name="B", decision=_second(world))
    join_team(
        other, world.york_lead.person, function="Operations", share=50, from_on=TODAY, by=world.office, at=NOW
    )
    want, risk = initiative.wants.get(), initiative.risks.get()
    _post(office, initiative, "part", "find", want.pk, source="provider", found="Till &amp; Co")
    _post(
        office, initiative, "part", "look", risk.pk, chance=1, consequence=1, done_about_it="Happened in May", again_on=day, is_closed="on",
    )  # fmt: skip
    page = _post(office, initiative, "part", "leave", initiative.team.get().pk, until_on="")
    assert "is promised to running initiatives for 120% of their time" in page
    assert "a service provider" in page
    assert "Courier leaves" not in page.partition('id="do"')[0].partition('id="risks"')[2]
    assert office.post(reverse("initiatives:part", args=[other.pk, "find", want.pk])).status_code == 404, (
        "a part is found through its own initiative only"
    )


def _second(world):
    from groundswell.act.council.models import Body
    from groundswell.act.council.tests.chamber import make_approval
    from groundswell.act.opportunities.tests.register import make_opportunity

    return make_approval(
        world, Body.objects.get(name="Service council"), opportunity=make_opportunity(world, title="B")
    )


def test_readers_see_the_story_and_do_nothing_to_it(world, signed_in, initiative):
    initiative.rollouts.create(unit=world.york, from_on=TODAY)
    want = want_capability(initiative, what="A till expert", by_on=SOON, by=world.lead, at=NOW)
    reader = signed_in(world.york_lead)
    page = reader.get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    assert "A till expert" in page
    assert "<form" not in page.partition("<main")[2]
    assert reader.post(reverse("initiatives:part", args=[initiative.pk, "find", want.pk])).status_code == 403
    assert reader.get(reverse("initiatives:design", args=[initiative.pk])).status_code == 403
    owner = signed_in(world.lead)
    gate = initiative.gates.first()
    assert owner.post(reverse("initiatives:part", args=[initiative.pk, "decide", gate.pk])).status_code == 403
    assert (
        "Decide at this gate"
        not in owner.get(reverse("initiatives:initiative", args=[initiative.pk])).content.decode()
    )


def test_the_chooser_advises_says_what_each_way_finds_and_deals(world, signed_in, initiative):
    teams = make_teams(world, 12)
    make_history(world, teams, set(), lift=0)
    client, address = signed_in(world.lead), reverse("initiatives:design", args=[initiative.pk])
    page = client.get(address).content.decode()
    assert "Units dealt by lot tells most here" in page
    assert "This design cannot find less than" in page
    assert "How often it finds 8 points" in page
    chosen = "".join(f"&chosen={team.pk}" for team in teams[:3])
    matched = client.get(
        f"{address}?may=chosen&touchpoint={world.delivery.pk}&smallest=10&months=6{chosen}"
    ).content.decode()
    assert "Matched units without it tells most here" in matched
    assert "How close the likenesses are" in matched
    assert client.get(f"{address}?may=maybe&smallest=1&months=6").status_code == 422
    nobody = client.get(f"{address}?may=chosen&touchpoint={world.delivery.pk}&smallest=10&months=6")
    assert (nobody.status_code, "No unit is chosen. Choose those" in nobody.content.decode()) == (422, True)
    asked = f"{address}?may=lot&touchpoint={world.delivery.pk}&smallest=10&months=6"
    assert (
        "Say why you take another way"
        in client.post(asked, {"kind": "staggered", "starts_on": "2026-04-01"}).content.decode()
    )
    given = {"kind": "randomised", "starts_on": "2026-04-01"}
    itself = client.post(asked, given | {"untouched": world.delivery.pk})
    assert (itself.status_code, Design.objects.count()) == (422, 0)
    told = client.post(asked, given | {"untouched": world.returns.pk}, follow=True).content.decode()
    design = Design.objects.get()
    assert design.untouched == world.returns
    assert "Told beside it: the score at Returns, which it cannot move." in told
    assert f"Dealt by the seed {design.seed}" in told
    assert design.allocations.count() == 12
    assert "Its units begin once the" in told, "the gate to the pilot decides whether they do"
    gate = initiative.gates.get(opens="pilot")
    decide_at_gate(gate, passed=True, why="Go", despite="Later", by=world.executive, at=NOW)
    rolled = _post(client, initiative, "do", "as-dealt")
    assert "Every unit begins on the day that it was dealt." in rolled
    assert "Roll out as dealt" not in rolled
    assert initiative.rollouts.count() == 6
    again = client.post(
        asked, {"kind": "randomised", "starts_on": "2026-04-01", "because": "Two units close."}, follow=True
    )
    assert "It took the place of “Units dealt by lot”" in again.content.decode()
