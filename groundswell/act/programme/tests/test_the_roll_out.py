"""Small first, then wider: one stage at a time, and both traps are named while there is time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.cases.tests.scenes import closed_case, open_case
from groundswell.act.initiatives.actions import roll_out
from groundswell.act.initiatives.models import EffectReading
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.initiatives.tests.works import make_initiative
from groundswell.act.programme.actions import begin_stage, change_stage, end_stage
from groundswell.act.programme.deeds import weekly
from groundswell.act.programme.errors import ReasonMissing, StageOver, StageRuns
from groundswell.act.programme.models import Stage
from groundswell.act.programme.rules import (
    TOO_EARLY,
    TOO_MUCH,
    Facts,
    Momentum,
    StageFacts,
    next_step,
    traps,
)
from groundswell.foundation.history.actions import record
from tests.world import NOW

from .stages import facts_now, make_stage

pytestmark = pytest.mark.usefixtures("today")


def test_what_has_not_begun_is_given_up_with_a_reason_and_counts_no_more(world, signed_in):
    wide = make_stage(world, "Everybody", units=[world.york, world.leeds, world.shops, world.web])
    assert [one.kind for one in traps(facts_now())] == [TOO_MUCH]
    office = signed_in(world.office)
    office.post(
        reverse("programme:end", args=[wide.pk]), {"outcome": "given_up", "why": "Too wide to begin with."}
    )
    assert traps(facts_now()) == []
    assert next_step(facts_now(), []).startswith("Plan the first stage")
    page = office.get(reverse("programme:programme")).content.decode()
    assert "Too wide to begin with." in page
    with pytest.raises(StageOver, match="given up before it began"):
        begin_stage(wide, by=world.office, at=NOW)


def test_one_stage_runs_at_a_time(world):
    first, second = make_stage(world), make_stage(world, "Ten shops")
    begin_stage(first, by=world.office, at=NOW)
    with pytest.raises(StageOver):
        begin_stage(first, by=world.office, at=NOW)
    with pytest.raises(StageRuns, match="Two shops"):
        begin_stage(second, by=world.office, at=NOW)
    with pytest.raises(StageOver):
        end_stage(second, outcome="reached", why="Fine.", by=world.office, at=NOW)
    with pytest.raises(ReasonMissing):
        end_stage(first, outcome="given_up", why=" ", by=world.office, at=NOW)
    end_stage(first, outcome="given_up", why="The shops close.", by=world.office, at=NOW)
    begin_stage(second, by=world.office, at=NOW)


def test_an_end_keeps_what_spoke_against_it(world, signed_in):
    stage = make_stage(world)
    begin_stage(stage, by=world.office, at=NOW - timedelta(weeks=3))
    end = end_stage(stage, outcome="reached", why="It feels right.", by=world.office, at=NOW)
    assert end.warned == [
        "No initiative with its teams is found to have worked: none is measured.",
        "It ran 3 of 12 weeks.",
    ]
    assert [trap.kind for trap in traps(facts_now())] == [TOO_EARLY]
    page = signed_in(world.office).get(reverse("programme:programme")).content.decode()
    assert "Called reached" in page
    assert "Goal seen" not in page


def test_a_proven_effect_in_its_teams_lets_it_widen(world):
    stage = make_stage(world)
    begin_stage(stage, by=world.office, at=NOW - timedelta(weeks=13))
    assert next_step(facts_now(), traps(facts_now())).startswith("Look at “Two shops” together")
    initiative = make_initiative(world)
    roll_out(initiative, world.york, from_on=NOW.date(), by=world.office, at=NOW)
    EffectReading.objects.create(initiative=initiative, verdict="worked", sentence="It did.", measured_at=NOW)
    facts = facts_now()
    assert (facts.current.worked, facts.current.measured) == (1, 1)
    assert next_step(facts, traps(facts)) == "Widen: “Two shops” has an effect that is proven"


def test_an_initiative_that_ended_before_it_could_be_told_is_named(world):
    initiative = make_initiative(world)
    end_initiative(initiative, learned="It was too early.", by=world.office, at=NOW)
    assert [trap.words for trap in traps(facts_now())] == [
        "“One-hour slots” was called done before its effect could be told."
    ]


def test_too_much_at_once_is_named():
    stages = (StageFacts(1, "All", 40, 6, 12, 2), StageFacts(2, "More", 200, 9, 12, 1))
    found = traps(Facts(stages=stages, running_initiatives=9))
    assert [trap.kind for trap in found] == [TOO_MUCH] * 4
    assert next_step(Facts(stages=stages), found).startswith("Do less at once")
    assert "40 teams and 6 touchpoints" in found[1].words


def test_a_fall_after_a_success_is_victory_too_early():
    won = {"has_ended": True, "was_reached": True, "worked": 1}
    fallen, quiet = Momentum("Huddles held", 4, 12), Momentum("Decisions taken", 0, 2)

    def found(weeks_over, **given):
        stage = StageFacts(1, "Two", 2, 1, 12, 12, weeks_over=weeks_over, **(won | given))
        return [trap.words for trap in traps(Facts(stages=(stage,), momentum=(fallen, quiet)))]

    assert (
        found(5)
        == found(26)
        == [
            "Since “Two” was called reached, less is done in four weeks than in the four before: huddles held 4 after 12."
        ]
    )
    assert found(4) == [], "part of those weeks came before it"
    assert found(27) == [], "a season later something else is the cause"
    assert found(5, was_reached=False) == []
    assert traps(Facts(momentum=(fallen,))) == []


def test_a_stage_where_nothing_is_done_is_not_widened_whatever_worked_in_it():
    reached = StageFacts(1, "Two", 2, 1, 12, 12, has_ended=True, weeks_over=20, was_reached=True, worked=1)
    running = StageFacts(2, "Eight", 8, 2, 16, 20, worked=1)
    still, alive = Momentum("Huddles held", 0, 0), Momentum("Loops closed", 1, 9)
    facts = Facts(stages=(reached, running), there=(still, still))
    found = traps(facts)
    assert [one.words for one in found] == [
        "Since “Two” was called reached, nothing was done in four weeks where the next stage is."
    ]
    assert next_step(facts, found).startswith("Ask the teams of “Eight” what is in the way")
    moving = Facts(stages=(reached, running), there=(still, alive))
    assert (traps(moving), next_step(moving, [])[:5]) == ([], "Widen")
    begun = StageFacts(2, "Eight", 8, 2, 16, 4)
    assert next_step(Facts(stages=(begun,), there=(still,)), []).startswith("Go on"), "too young to tell"


def test_what_to_do_next_follows_the_stages():
    planned = StageFacts(1, "Two", 2, 1, 12)
    running = StageFacts(1, "Two", 2, 1, 12, 3)
    over = StageFacts(1, "Two", 2, 1, 12, 12, has_ended=True, was_reached=True, worked=1)
    unproven, second = replace(over, worked=0), StageFacts(2, "Eight", 8, 1, 12)
    some_stages = ((), (planned,), (running,), (over,), (over, second), (unproven,), (unproven, second))
    said = [next_step(Facts(stages=some), []) for some in some_stages]
    assert said == [
        "Plan the first stage: one part of the journey and two teams",
        "Begin “Two”",
        "Go on with “Two”: week 4 of 12",
        "Plan the next stage, a few more teams wide",
        "Begin “Eight”",
        "Measure what “Two” brought before it widens: no effect is proven",
        "Measure what “Two” brought before it widens: no effect is proven",
    ]


def test_momentum_counts_whole_weeks_from_what_people_did(world):
    monday, stage = NOW - timedelta(days=NOW.weekday()), make_stage(world)
    for days in (1, 8, 40):
        record("did something", stage, by=world.office, at=monday - timedelta(days=days))
    record("did something", stage, by=world.office, at=NOW)
    record("signed in", world.york, by=world.office, at=monday - timedelta(days=1))
    record("opened by itself", open_case(world.york), by="The inner loop", at=monday - timedelta(days=1))
    rooms = weekly(NOW)[0]
    assert len(rooms.counts) == 12
    assert (rooms.counts[-1], rooms.counts[-2], rooms.counts[-6]) == (1, 1, 1)
    assert (rooms.now, rooms.before) == (1, 1)


def test_every_number_opens_what_was_counted(world, signed_in):
    monday, office = NOW - timedelta(days=NOW.weekday()), signed_in(world.office)
    for weeks, count in ((1, 2), (6, 1)):
        for _ in range(count):
            at = monday - timedelta(weeks=weeks)
            closed_case(world.york, world.york_lead.person, at=at)
    page = office.get(reverse("programme:programme")).content.decode()
    closed = next(one for one in weekly(NOW) if one.kind == "closed")
    assert (closed.now, closed.before) == (2, 1)
    for one in weekly(NOW):
        for weeks, number in (("now", one.now), ("before", one.before)):
            behind = office.get(reverse("programme:deeds"), {"of": one.kind, "weeks": weeks})
            assert f"{one.name}: {number}" in behind.content.decode()
            assert sum(deed.count for deed in behind.context["page"].object_list) == number
        assert f"?of={one.kind}" in page
    behind = office.get(reverse("programme:deeds"), {"of": "closed"}).content.decode()
    assert "York: Put right, the customer is content" in behind
    assert "9 February 2026 to 8 March 2026" in behind


def test_a_room_that_nobody_uses_any_more_is_named(world, signed_in):
    record("did something", make_stage(world), by=world.office, at=NOW - timedelta(weeks=6))
    page = signed_in(world.office).get(reverse("programme:deeds")).content.decode()
    assert "Rooms used: 0" in page
    assert "Used in the four weeks before and not in these: Programme." in page


def test_what_is_planned_can_be_planned_anew_in_its_place_until_it_begins(world, signed_in):
    office, stage = signed_in(world.office), make_stage(world)
    make_stage(world, "Ten shops")
    address = reverse("programme:change", args=[stage.pk])
    assert "One effect is proven." in office.get(address).content.decode()
    given = {"name": "One shop", "goal": "Fewer queues.", "weeks": 6, "touchpoints": [world.returns.pk], "units": [world.york.pk]}  # fmt: skip
    assert office.post(address, {**given, "weeks": ""}).status_code == 422
    office.post(address, given)
    changed = Stage.objects.get(pk=stage.pk)
    assert (changed.number, changed.name, changed.weeks) == (1, "One shop", 6)
    assert [*changed.units.all(), *changed.touchpoints.all()] == [world.york, world.returns]
    begin_stage(changed, by=world.office, at=NOW)
    office.post(address, {**given, "name": "Everybody"})
    assert Stage.objects.get(pk=stage.pk).name == "One shop"
    with pytest.raises(StageOver, match="no plan any more"):
        change_stage(changed, name="Everybody", goal="More.", touchpoints=[], units=[], weeks=1, by=world.office, at=NOW)  # fmt: skip


def test_both_traps_are_watched_whether_or_not_there_is_a_sign(world, signed_in):
    office, address = signed_in(world.office), reverse("programme:programme")
    begin_stage(make_stage(world), by=world.office, at=NOW)
    page = office.get(address).content.decode()
    assert page.count("No sign") == 3
    assert "1 stage under way, of one at a time; 0 initiatives under way, of 5 at most" in page
    initiative = make_initiative(world)
    end_initiative(initiative, learned="It was too early.", by=world.office, at=NOW)
    page = office.get(address).content.decode()
    assert page.count("No sign") == 1
    assert f'href="{reverse("initiatives:initiative", args=[initiative.pk])}">See it' in page


def test_a_stage_names_the_initiatives_that_its_figure_counts(world, signed_in):
    begin_stage(make_stage(world), by=world.office, at=NOW)
    initiative = make_initiative(world)
    roll_out(initiative, world.york, from_on=NOW.date(), by=world.office, at=NOW)
    page = signed_in(world.office).get(reverse("programme:programme")).content.decode()
    assert "0 of 0 measured" in page
    assert (
        f'Not measured yet: <a href="{reverse("initiatives:initiative", args=[initiative.pk])}">{initiative}'
        in page
    )


def test_the_page_begins_with_what_to_do_and_carries_it_out(world, signed_in):
    office, address = signed_in(world.office), reverse("programme:programme")
    assert "Plan the first stage" in office.get(address).content.decode()
    given = {"name": "Two shops", "goal": "One effect is proven.", "weeks": 12,
             "touchpoints": [world.delivery.pk], "units": [world.york.pk, world.leeds.pk]}  # fmt: skip
    assert office.post(address, {**given, "weeks": 0}).status_code == 422
    office.post(address, given)
    stage = Stage.objects.get()
    office.post(reverse("programme:begin", args=[stage.pk]))
    page = office.get(address).content.decode()
    assert "Go on with “Two shops”: week 1 of 12" in page
    assert "No initiative with its teams is found to have worked" in page
    assert "style=" not in page
    office.post(reverse("programme:end", args=[stage.pk]), {"outcome": "given_up", "why": "They close."})
    assert "Given up" in office.get(address).content.decode()
    for outsider in (world.frontline, world.lead, world.partner):
        assert signed_in(outsider).get(address).status_code == 403


def test_more_stages_ask_no_more_questions_of_the_page(world, signed_in, django_assert_max_num_queries):
    for number in range(6):
        make_stage(world, f"Stage {number}")
    client = signed_in(world.office)
    with django_assert_max_num_queries(60):
        client.get(reverse("programme:programme"))
