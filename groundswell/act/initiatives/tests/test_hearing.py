"""How far the answers reach: half of a side that is late holds the verdict back, a closed unit does not."""

from datetime import UTC, datetime

from groundswell.act.initiatives.answer import answers_of
from groundswell.act.initiatives.measuring import measure_effect
from groundswell.foundation.organisation.changing import close_unit
from groundswell.foundation.organisation.models import Unit
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal

from .works import begin, make_history, make_teams

IN_JUNE = NOW.replace(month=6, day=28)


def _heard_until_june(world, speaking):
    """All teams answer until February, some of them on until June."""
    for team in speaking:
        for month in (3, 4, 5, 6):
            for day in (5, 15, 25):
                at = datetime(2026, month, day, 12, tzinfo=UTC)
                make_signal(8, unit=team, touchpoint=world.delivery, at=at)
    read_new_signals(at=IN_JUNE)


def test_half_of_one_side_whose_answers_are_late_holds_the_verdict_back(world):
    teams = make_teams(world, 8)
    make_history(world, teams, set(teams[:4]), lift=0.3)
    initiative = begin(world, teams, teams[:4])
    _heard_until_june(world, [*teams[:2], *teams[4:]])
    reading = measure_effect(initiative, at=IN_JUNE)
    assert reading.detail["heard_until"] == "2026-02-23"
    assert reading.detail["silent"] == ["Team 02", "Team 03"]
    told = dict(answers_of(reading))["When?"]
    assert told.startswith("From Team 02 and Team 03 no answers after 23 February 2026 are here")


def test_one_silent_unit_of_many_is_named_and_holds_nothing_back(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = begin(world, teams, teams[:6])
    _heard_until_june(world, teams[1:])
    reading = measure_effect(initiative, at=IN_JUNE)
    assert reading.detail["heard_until"] is None
    assert any("nothing has come from Team 00: what comes" in one for one in reading.detail["caveats"])


def test_one_silent_unit_is_not_blamed_where_nobody_has_brought_the_newest_answers(world):
    teams = make_teams(world, 12)
    make_history(world, teams, set(teams[:6]), lift=0.3)
    initiative = begin(world, teams, teams[:6])
    _heard_until_june(world, teams[1:])
    told = dict(answers_of(measure_effect(initiative, at=datetime(2026, 8, 20, tzinfo=UTC))))["When?"]
    assert told.startswith("The newest answer is of 25 June 2026: it is judged once those up to ")


def test_nobody_waits_for_answers_from_a_unit_that_was_closed(world):
    teams = make_teams(world, 4)
    make_history(world, teams, set(teams[:2]), lift=0.3)
    initiative = begin(world, teams, teams[:2])
    _heard_until_june(world, teams[1:])
    close_unit(Unit.objects.get(pk=teams[0].pk), by=world.office, at=datetime(2026, 3, 2, tzinfo=UTC))
    reading = measure_effect(initiative, at=IN_JUNE)
    assert reading.detail["heard_until"] is None
    assert any(one.startswith("Team 00 was closed meanwhile.") for one in reading.detail["caveats"])


def test_a_unit_that_answers_seldom_is_not_late(world):
    """One answer every month on each side: five weeks without one are nothing unusual."""
    teams = make_teams(world, 4)
    make_history(world, teams, set(teams[:2]), lift=0.3, each=1)
    initiative = begin(world, teams, teams[:2])
    make_signal(8, unit=teams[1], touchpoint=world.delivery, at=datetime(2026, 3, 20, tzinfo=UTC))
    make_signal(8, unit=teams[2], touchpoint=world.delivery, at=datetime(2026, 3, 20, tzinfo=UTC))
    read_new_signals(at=IN_JUNE)
    reading = measure_effect(initiative, at=NOW.replace(month=4, day=2))
    assert (reading.detail["heard_until"], reading.detail["silent"]) == (None, [])
