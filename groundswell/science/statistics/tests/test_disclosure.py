"""Whatever is shown of anonymous answers, at whatever moments: nobody finds fewer than five people in it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.statistics.disclosure import SMALLEST_GROUP, whole_batches

ARRIVALS = st.lists(st.sampled_from("abc"), max_size=40)


def by_team(arrivals: list[str]) -> dict[str, list[int]]:
    teams: dict[str, list[int]] = {}
    for person, team in enumerate(arrivals):
        teams.setdefault(team, []).append(person)
    return teams


def test_a_batch_waits_until_it_is_full() -> None:
    assert whole_batches({"a": [1, 2, 3, 4], "b": [1, 2, 3, 4, 5, 6]}) == {"b": [1, 2, 3, 4, 5]}


@given(ARRIVALS)
def test_no_two_moments_and_no_two_cells_differ_by_fewer_than_five_people(arrivals: list[str]) -> None:
    cells = set()
    for moment in range(len(arrivals) + 1):
        counted = whole_batches(by_team(arrivals[:moment]))
        for size in (1, 2, 3):
            for teams in combinations("abc", size):
                cells.add(frozenset(person for team in teams for person in counted.get(team, ())))
    for one, other in combinations(cells, 2):
        assert len(one - other) % SMALLEST_GROUP == 0
        assert len(one & other) % SMALLEST_GROUP == 0


def test_a_batch_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        whole_batches({"a": [1]}, 0)
