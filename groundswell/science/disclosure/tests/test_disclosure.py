"""Against the worked table of FCSM Statistical Policy Working Paper 22, and attacks played in earnest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.disclosure.differences import leaks, publishable, score_of_the_rest
from groundswell.science.disclosure.table import hide, what_a_reader_knows

TABLE = [[15, 1, 3, 1], [20, 10, 10, 15], [3, 10, 10, 2], [12, 14, 7, 2]]
SMALL = {(0, 1), (0, 2), (0, 3), (2, 0), (2, 3), (3, 3)}


def test_hiding_the_small_cells_alone_hides_nothing():
    known = what_a_reader_knows(TABLE, frozenset(SMALL))
    assert {cell: one.low for cell, one in known.items() if one.width == 0} == {
        (i, j): TABLE[i][j] for i, j in SMALL
    }


def test_two_hidden_cells_in_every_row_and_column_can_still_leak_one():
    known = what_a_reader_knows(TABLE, frozenset(SMALL | {(1, 1), (1, 2), (3, 0)}))
    assert (known[0, 3].low, known[0, 3].high) == (1, 1)


def test_the_published_pattern_leaves_the_published_ranges():
    known = what_a_reader_knows(TABLE, frozenset(SMALL | {(2, 1), (3, 0), (3, 2)}))
    expected = {
        (0, 1): (0, 5),
        (0, 2): (0, 5),
        (0, 3): (0, 5),
        (2, 0): (0, 9),
        (2, 3): (0, 5),
        (3, 3): (0, 5),
    }
    expected |= {(2, 1): (6, 11), (3, 0): (6, 15), (3, 2): (5, 10)}
    assert {cell: (round(one.low), round(one.high)) for cell, one in known.items()} == expected


def test_three_further_cells_are_enough_and_found():
    found = hide(TABLE)
    assert set(found.small) == SMALL
    assert len(found.further) == 3
    assert all(found.ranges[cell].width >= 5 for cell in SMALL)


def test_a_table_without_small_cells_is_shown_whole():
    assert hide([[10, 20], [30, 0]]).cells == frozenset()


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
def test_no_small_cell_can_be_worked_out_unless_everything_is_hidden(table):
    found = hide(table)
    if len(found.cells) == 9 or not found.small:
        return
    known = what_a_reader_knows(table, found.cells)
    assert all(known[cell].width >= 5 for cell in found.small)


def test_the_twelfth_answer_follows_from_two_figures():
    groups = {"company": range(12), "team": range(11)}
    assert [(leak.whole, leak.parts, leak.n) for leak in leaks(groups, ["company", "team"])] == [
        ("company", ("team",), 1)
    ]
    assert publishable(groups, {"team": "company"}) == {"company"}
    assert score_of_the_rest(12, 25.0, 11, 36.36) == (1, pytest.approx(-100, abs=0.1))
    with pytest.raises(ValueError, match="nobody"):
        score_of_the_rest(5, 20, 5, 20)


def test_a_hidden_child_takes_the_next_smallest_with_it():
    groups = {"all": range(30), "a": range(12), "b": range(12, 27), "c": range(27, 30)}
    parents = {"a": "all", "b": "all", "c": "all"}
    assert publishable(groups, parents) == {"all", "b"}
    assert leaks(groups, ["all", "a", "b"])[0].n == 3
    assert leaks(groups, publishable(groups, parents)) == ()


def test_a_part_of_what_is_hidden_is_hidden():
    groups = {"all": range(20), "a": range(4), "b": range(4, 20), "b1": range(4, 12), "b2": range(12, 20)}
    parents = {"a": "all", "b": "all", "b1": "b", "b2": "b"}
    assert publishable(groups, parents) == {"all"}


@given(st.lists(st.integers(0, 14), min_size=1, max_size=6))
def test_nothing_published_of_a_tree_of_teams_isolates_a_few(sizes):
    groups: dict[object, range] = {"all": range(sum(sizes))}
    start = 0
    for number, size in enumerate(sizes):
        groups[number] = range(start, start + size)
        start += size
    shown = publishable(groups, dict.fromkeys(range(len(sizes)), "all"))
    assert leaks(groups, shown) == ()
    assert all(len(groups[name]) >= 5 for name in shown)
