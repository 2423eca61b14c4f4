"""A team's huddle reads its number against the target on its scorecard."""

from datetime import date, timedelta

from groundswell.act.huddles.planning import plan_huddle
from groundswell.act.huddles.queries import agenda_of
from groundswell.align.objectives.actions import add_metric, set_objective
from groundswell.align.scorecards.actions import make_scorecard, set_target
from groundswell.understand.evidence.actions import read_new_signals
from tests.world import NOW, make_signal


def test_the_number_stands_beside_its_target_and_figures_beside_all_of_theirs(world):
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    given = {"by": world.office, "at": NOW}
    objective = set_objective(
        "Speak for us", why="They bring others.", owner=world.executive.person, **days, **given
    )
    score = add_metric(objective, "Leeds", level="experience", source="experience_score", **given)
    contact = add_metric(objective, "In time", level="operations", source="contacted_in_time", **given)
    card = make_scorecard(world.leeds, **days, **given)
    for metric, goal in ((contact, 90), (score, 95)):
        set_target(card, metric, baseline=0, goal=goal, **given)
    for value in (10, 10, 9, 9, 10, 2):
        make_signal(value, unit=world.leeds, at=NOW - timedelta(days=1))
    read_new_signals(at=NOW)

    feedback = agenda_of(plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW), NOW)
    figures = agenda_of(plan_huddle(world.leeds, planned_at=NOW, kind="figures", by=None, at=NOW), NOW)

    (aim,) = feedback.aims
    assert (aim.name, aim.goal, aim.figure.n, aim.verdict) == ("Leeds", "95 points", 6, "Not yet sure")
    assert aim.figure.low < aim.figure.score < aim.figure.high
    assert feedback.number is None
    assert [one.name for one in figures.aims] == ["In time", "Leeds"]


def test_a_unit_without_targets_reads_its_own_number(world):
    agenda = agenda_of(plan_huddle(world.leeds, planned_at=NOW, by=None, at=NOW), NOW)

    assert agenda.aims == []
    assert agenda.number is not None
