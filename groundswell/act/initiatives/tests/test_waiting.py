"""What waits for whom: the owner sees what is late, the sponsor what they decide and find, by its day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.act.initiatives.actions import plan_milestone, reach_milestone, roll_out
from groundswell.act.initiatives.gates.actions import meet_criterion
from groundswell.act.initiatives.models import Design, Gate
from groundswell.act.initiatives.queries import board
from groundswell.act.initiatives.risks.actions import raise_risk
from groundswell.act.initiatives.running.actions import end_initiative
from groundswell.act.initiatives.team.actions import want_capability
from groundswell.act.initiatives.waiting import in_a_sentence, whose_first
from tests.world import NOW

from .works import make_initiative

TODAY, DAY = NOW.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(NOW, tick=False)


def waits(user):
    return [(one.words, one.whose, one.by) for line in board(user, NOW) for one in line.waits]


def test_late_and_near_things_wait_for_those_who_do_them_by_their_day(world):
    initiative, given = make_initiative(world), {"by": world.office, "at": NOW}
    owner, sponsor, keeper = world.lead.person, world.executive.person, world.york_lead.person
    plan_milestone(initiative, name="Trained", due_on=TODAY - 2 * DAY, **given)
    plan_milestone(initiative, name="Next year", due_on=TODAY + 300 * DAY, **given)
    done = plan_milestone(initiative, name="Bought", due_on=TODAY - 9 * DAY, **given)
    reach_milestone(done, **given)
    want_capability(initiative, what="A till expert", by_on=TODAY + DAY, **given)
    raise_risk(
        initiative, what="Rain", owner=keeper, chance=1, consequence=1, done_about_it="Borne", again_on=TODAY + 3 * DAY, **given
    )  # fmt: skip
    Gate.objects.create(initiative=initiative, opens="pilot", due_on=TODAY + 14 * DAY)
    assert waits(world.office) == [
        ("Trained", owner, TODAY - 2 * DAY),
        ("Choose how its effect is measured", owner, TODAY),
        ("Find: A till expert", sponsor, TODAY + DAY),
        ("Look again at “Rain”", keeper, TODAY + 3 * DAY),
        ("Decide at the gate to “Pilot”", sponsor, TODAY + 14 * DAY),
    ]
    end_initiative(initiative, learned="It was too early.", **given)
    assert waits(world.office) == [], "nothing waits where the work has ended"


def test_a_start_that_its_design_names_waits_for_the_owner_until_a_unit_works_with_it(world):
    initiative, given = make_initiative(world), {"by": world.office, "at": NOW}
    begins = TODAY - 9 * DAY
    Design.objects.create(
        initiative=initiative,
        kind="randomised",
        smallest_points=5,
        starts_on=begins,
        months=6,
        registered_at=NOW,
    )
    assert waits(world.office) == [("Begin as the design says", world.lead.person, begins)]
    (line,) = board(world.office, NOW)
    assert line.health == (
        "By its design it began on 2 March 2026, 9 days ago, and no unit is noted to work with it.",
    )
    roll_out(initiative, world.york, from_on=begins, **given)
    (line,) = board(world.office, NOW)
    assert (line.waits, line.health) == ((), ())


def test_the_board_says_first_what_waits_for_whoever_looks(world, signed_in):
    initiative, given = make_initiative(world), {"by": world.office, "at": NOW}
    plan_milestone(initiative, name="Trained", due_on=TODAY - 2 * DAY, **given)
    want_capability(initiative, what="A till expert", by_on=TODAY + DAY, **given)
    owner = signed_in(world.lead).get(reverse("initiatives:board")).content.decode()
    assert "2 things wait for you, the first by 9 March; 1 for others" in owner
    assert "Overdue by 2 days" in owner
    assert owner.index(">Trained</a>") < owner.index(">Find: A till expert</a>")
    sponsor = signed_in(world.executive).get(reverse("initiatives:board")).content.decode()
    assert sponsor.index(">Find: A till expert</a>") < sponsor.index(">Trained</a>")
    assert (
        "Nothing waits for you; 3 for others"
        in signed_in(world.office).get(reverse("initiatives:board")).content.decode()
    )


def test_a_sentence_says_how_much_and_the_first_day(world):
    plan = {"by": world.office, "at": NOW}
    initiative = make_initiative(world)
    for days in (1, 2):
        plan_milestone(initiative, name=f"Step {days}", due_on=TODAY + days * DAY, **plan)
    (line,) = board(world.office, NOW)
    mine, others = whose_first(line.waits, world.lead.person)
    assert in_a_sentence(mine, whose="you") == "3 things wait for you, the first by 11 March"
    assert in_a_sentence(others, whose="them") == "Nothing waits for them"


def test_a_gate_whose_criteria_are_met_waits_for_the_sponsor_today_on_the_first_page(world, signed_in):
    initiative, given = make_initiative(world), {"by": world.lead, "at": NOW}
    gate = Gate.objects.create(initiative=initiative, opens="pilot", due_on=TODAY + 90 * DAY)
    asked = gate.criteria.create(text="The plan stands")

    def home(who):
        return signed_in(who).get("/").content.decode()

    assert "Decide at the gate" not in home(world.executive)
    assert "Choose how its effect is measured" in home(world.lead)
    meet_criterion(asked, shown_by="On its page.", **given)
    assert "Decide at the gate to “Pilot”" in home(world.executive)
    assert "Decide at the gate" not in home(world.lead)
