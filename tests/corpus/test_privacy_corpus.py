"""Anonymous answers (rule P): nothing that the employees' page shows, and no sum of it, is about one to four people."""

import json
from collections import Counter
from pathlib import Path

import pytest

from groundswell.listen.surveys.actions import begin_survey
from groundswell.listen.surveys.patterns import PATTERN
from tests.world import NOW

from .privacy_adapter import answer_as, members, released, worked_out

HERE = Path(__file__).parent
CASES = [
    case
    for case in json.loads((HERE / "privacy/expected.json").read_text())["cases"]
    if not case.get("live")  # ../test_nobody_is_found_by_comparing.py looks before and after each answer
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_nobody_is_worked_out_and_what_is_safe_is_shown(case, world, signed_in):
    document = json.loads((HERE / case["file"]).read_text())
    pulse = begin_survey(
        "pulse", "Pulse", "relationship", PATTERN["employee"].definition, by=world.office, at=NOW
    )
    people = answer_as(document, pulse, world)
    shown = list(released(signed_in(world.office)))
    sets = [members(figure, people) for figure in shown]
    assert [sum(people[one] for one in figure) for figure in sets] == [figure.n for figure in shown]
    assert worked_out(people, sets, document["k"]) == []
    teams = Counter[str]()
    for (team, _, _), count in people.items():
        teams[team] += count
    large = {f"Team {team}" for team, count in teams.items() if count >= document["k"]}
    assert {figure.name for figure in shown if figure.name.startswith("Team ")} == large
    assert ("Everybody" in {figure.name for figure in shown}) == bool(large)


def test_the_judge_finds_who_is_left_when_the_others_are_taken_away():
    """The whole less two large teams is the small one; without the whole it is not."""
    people = Counter({("a", "x", 0): 9, ("b", "x", 0): 8, ("c", "x", 0): 3})
    one = {team: frozenset({(team, "x", 0)}) for team in "abc"}
    whole = frozenset(people)
    assert worked_out(people, [whole, one["a"], one["b"]], 5) == [(("c", "x", 0),)]
    assert worked_out(people, [one["a"], one["b"]], 5) == []
