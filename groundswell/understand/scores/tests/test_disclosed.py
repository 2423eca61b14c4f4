"""Too few are never shown, and never given away by what is shown beside them."""

from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.scores.nps import NpsTally
from groundswell.understand.scores.disclosed import disclosed, disclosed_tree


def tallies(**sizes: int) -> dict[str, NpsTally]:
    return {name: NpsTally(promoters=n) for name, n in sizes.items()}


def counts(shown) -> dict[str, int | None]:
    return {name: one.n for name, one in shown.items()}


def test_a_cell_of_too_few_shows_neither_score_nor_count():
    shown = disclosed(tallies(leeds=40, york=4, web=3), NpsTally(47))
    assert counts(shown) == {"leeds": 40, "york": None, "web": None}
    assert shown["york"].figure.reason == "Fewer than 5 answers"
    assert shown["york"].figure.n == 0


def test_the_next_smallest_goes_with_a_cell_that_the_whole_would_tell():
    shown = disclosed(tallies(leeds=40, york=12, web=3), NpsTally(55))
    assert counts(shown) == {"leeds": 40, "york": None, "web": None}
    assert "could be worked out" in shown["york"].figure.reason


def test_about_colleagues_ten_are_the_least():
    assert counts(disclosed(tallies(fay=9, lena=30, olu=9), NpsTally(48), 10)) == {
        "fay": None,
        "lena": 30,
        "olu": None,
    }


def test_answers_to_a_part_itself_are_no_remainder_of_its_teams():
    parents = {"leeds": "shops", "york": "shops", "itself": "shops", "shops": None}
    shown = disclosed_tree(tallies(shops=45, leeds=30, york=13, itself=2), parents)
    assert counts(shown) == {"shops": 45, "leeds": 30, "york": None, "itself": None}


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 30), max_size=10), st.sampled_from([5, 10]))
def test_no_remainder_is_ever_of_too_few(sizes, least):
    cells = {key: NpsTally(passives=n) for key, n in sizes.items()}
    whole = sum(cells.values(), NpsTally())
    shown = disclosed(cells, whole, least)
    hidden = whole.n - sum(one.n or 0 for one in shown.values())
    is_whole_shown = whole.n >= least
    assert all(one.n is None or one.n == 0 or one.n >= least for one in shown.values())
    assert hidden == 0 or hidden >= least or not is_whole_shown
