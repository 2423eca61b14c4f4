"""How huddles do up the tree, and each step of what somebody raised."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from groundswell.act.council.actions import decide, propose, vote
from groundswell.act.council.models import Right
from groundswell.act.council.tests.chamber import make_chamber
from groundswell.act.huddles.actions import elevate, end_huddle, set_answer_time, start_huddle
from groundswell.act.huddles.models import Elevation
from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.promising import keep_promise, make_promise
from groundswell.act.initiatives.actions import start
from groundswell.act.opportunities.actions import join_elevation, set_aside_elevation, split_elevation
from groundswell.act.opportunities.tests.register import make_opportunity
from groundswell.desk.huddle_health import rows_of
from groundswell.foundation.access.models import User
from tests.world import NOW, make_user

DAY = timedelta(days=1)
LATER = NOW + 14 * DAY


@pytest.fixture(autouse=True)
def two_weeks_later():
    with time_machine.travel(LATER, tick=False):
        yield


def huddled(world, unit, lead: User, *, pulse: int, kept: bool) -> None:
    huddle = plan_huddle(unit, planned_at=NOW, by=lead.person, at=NOW)
    start_huddle(huddle, by=lead.person, at=NOW)
    given = {"person": lead.person, "text": "Call", "due_on": (NOW + DAY).date()}
    promise = make_promise(huddle, **given, by=lead.person, at=NOW)
    end_huddle(huddle, pulse=pulse, by=lead.person, at=NOW)
    if kept:
        keep_promise(promise, by=lead.person, at=NOW + DAY)


def the_world_huddles(world) -> None:
    huddled(world, world.leeds, world.lead, pulse=5, kept=True)
    huddled(world, world.york, world.york_lead, pulse=2, kept=False)
    plan_huddle(world.york, planned_at=NOW + 2 * DAY, by=None, at=NOW)
    for unit, lead in ((world.leeds, world.lead), (world.york, world.york_lead)):
        raised = elevate(f"Lifts of {unit}", "They stand.", unit=unit, by=lead.person, at=NOW)
        set_aside_elevation(
            raised, why="Known", by=world.office, at=NOW + (DAY if unit == world.leeds else 10 * DAY)
        )


def test_health_rolls_up_the_tree_and_names_no_person(world, signed_in):
    the_world_huddles(world)

    rows = {row.name: row.health for row in rows_of(world.office, world.shops, 28, LATER)}

    told = {
        name: (one.held, one.planned, one.kept, one.due, one.answered, one.raised, one.pulse)
        for name, one in rows.items()
    }
    assert told == {
        "Shops": (2, 3, 1, 2, 1, 2, 3.5),
        "Leeds": (1, 1, 1, 1, 1, 1, 5.0),
        "York": (1, 2, 0, 1, 0, 1, 2.0),
    }
    page = signed_in(world.office).get(f"/act/huddles/health/?unit={world.shops.pk}").content.decode()
    main = page.split("<main")[1]
    assert "Shops: 2 of 3 huddles held, 1 of 2 promises kept" in main
    assert "Lena Lead" not in main


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        ("/act/huddles/?show=planned&unit={unit}&days=28", 3),
        ("/act/huddles/?show=held&unit={unit}&days=28", 2),
        ("/act/huddles/?show=missed&unit={unit}&days=28", 1),
        ("/act/huddles/promises/?whose=all&show=due&unit={unit}&days=28", 2),
        ("/act/raised/?show=due&unit={unit}&days=28", 2),
        ("/act/raised/?show=in_time&unit={unit}&days=28", 1),
        ("/act/raised/?show=late&unit={unit}&days=28", 1),
    ],
)
def test_each_figure_opens_its_list(world, signed_in, address, rows):
    the_world_huddles(world)

    page = signed_in(world.office).get(address.format(unit=world.shops.pk))

    assert page.context["page"].paginator.count == rows


def test_a_lead_reads_the_health_of_their_own_part_only(world, signed_in):
    the_world_huddles(world)

    page = signed_in(world.lead).get("/act/huddles/health/").content.decode()

    assert "Leeds: 1 of 1 huddles held" in page
    assert "York" not in page.split("<main")[1]
    assert signed_in(world.lead).get(f"/act/huddles/health/?unit={world.york.pk}").status_code == 404


def test_an_elevation_has_a_stated_time_in_working_days(world):
    assert elevate("A", "B", unit=world.leeds, by=world.lead.person, at=NOW).answer_due_at == _at(world, 18)
    set_answer_time(2, by=world.office.person, at=NOW)
    assert elevate("A", "B", unit=world.leeds, by=world.lead.person, at=NOW).answer_due_at == _at(world, 13)


def _at(world, day: int):
    return NOW.replace(day=day, hour=17)


def test_the_office_changes_the_time_from_now_on_and_a_lead_does_not(world, signed_in):
    before = elevate("A", "B", unit=world.leeds, by=world.lead.person, at=NOW)

    page = signed_in(world.office).post("/act/raised/time/", {"days": "3"}, follow=True).content.decode()

    assert "answered within 3 working days" in page
    assert Elevation.objects.get().answer_due_at == before.answer_due_at
    assert signed_in(world.lead).post("/act/raised/time/", {"days": "1"}).status_code == 403
    refused = signed_in(world.office).post("/act/raised/time/", {"days": "0"}, follow=True).content.decode()
    assert "Give a number of working days from 1 to 60. It is as it was." in refused


def test_the_author_hears_of_each_step_at_home_and_on_its_page(world, signed_in):
    fay = signed_in(world.frontline)
    given = {"by": world.office, "at": timezone.now()}
    raised = elevate("Lifts", "They stand.", unit=world.leeds, by=world.frontline.person, at=NOW)

    def told(words: str) -> None:
        for address in ("/", f"/act/raised/{raised.pk}/"):
            assert words in fay.get(address).content.decode(), address

    told("Waiting for the advocacy office to read it")
    assert "The first answer comes by 18 March 2026" in fay.get(f"/act/raised/{raised.pk}/").content.decode()
    opportunity = make_opportunity(world, title="Lifts everywhere")
    join_elevation(raised, opportunity, **given)
    split_elevation(raised, why="Those are escalators.", **given)
    page = fay.get(f"/act/raised/{raised.pk}/").content.decode()
    assert "Split off from “Lifts everywhere”" in page
    assert "Those are escalators." in page
    told("Waiting for the advocacy office to read it")
    join_elevation(Elevation.objects.get(pk=raised.pk), opportunity, **given)
    told("Waiting for a proposal")
    assert "Lifts everywhere" in fay.get(f"/act/raised/{raised.pk}/").content.decode()
    chamber = make_chamber(world, quorum=1)
    chamber.council.seats.filter(person=world.lead.person).delete()
    money = {"amount": Decimal(10_000), "kind_of_money": Right.Kind.OPERATING}
    person = world.office.person
    proposal = propose(
        opportunity, chamber.council, solution="Mend them.", recommended_by=person, **money, **given
    )
    told(f"Before {chamber.council}")
    vote(proposal, in_favour=True, **given)
    decision = decide(proposal, approved=True, reasons="They stand still.", **given)
    told("About to begin")
    assert "They stand still." in fay.get(f"/act/raised/{raised.pk}/").content.decode()
    people = {"owner": world.lead.person, "sponsor": world.executive.person}
    start(decision, name="Mend the lifts", expected_points=Decimal(5), **people, **given)
    told("Mend the lifts")


def test_what_was_set_aside_says_why_to_its_author(world, signed_in):
    raised = elevate("Lifts", "They stand.", unit=world.leeds, by=world.frontline.person, at=NOW)
    set_aside_elevation(raised, why="The landlord mends them on Monday.", by=world.office, at=NOW)

    page = signed_in(world.frontline).get(f"/act/raised/{raised.pk}/").content.decode()

    assert "Answered without an opportunity" in page
    assert "The landlord mends them on Monday." in page


def test_what_another_team_raised_is_not_there(world, signed_in):
    raised = elevate("Secret", "Of Leeds.", unit=world.leeds, by=world.lead.person, at=NOW)
    york = signed_in(make_user("Yves York", world.york, User.Role.FRONTLINE))

    assert york.get(f"/act/raised/{raised.pk}/").status_code == 404
    assert "Secret" not in york.get("/act/raised/?show=all").content.decode()


def test_a_lead_goes_to_the_huddle_that_runs_or_comes_next_and_never_to_one_that_was_missed(world, signed_in):
    lead = signed_in(world.lead)
    plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW)
    assert "Plan a huddle" in lead.get("/").content.decode()
    following = plan_huddle(world.leeds, planned_at=LATER + DAY, by=None, at=LATER)
    assert f"/act/huddles/{following.pk}/" in lead.get("/").content.decode()

    running = plan_huddle(world.leeds, planned_at=LATER + 2 * DAY, by=None, at=LATER)
    start_huddle(running, by=world.lead.person, at=LATER)

    assert f"/act/huddles/{running.pk}/" in lead.get("/").content.decode()
