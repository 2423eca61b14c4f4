"""A different mix of customers is never called better answers, and says so in words that a newcomer reads."""

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.mix import decompose
from groundswell.understand.scores.mix_words import mix_words

HAPPY, SORE = NpsTally(700, 200, 100), NpsTally(200, 300, 500)


def half(tally: NpsTally, times: int) -> NpsTally:
    return NpsTally(tally.promoters * times, tally.passives * times, tally.detractors * times)


def words(before: tuple[NpsTally, NpsTally], after: tuple[NpsTally, NpsTally], where: str = "") -> str:
    groups = ("family", "occasional")
    found = decompose(dict(zip(groups, before, strict=True)), dict(zip(groups, after, strict=True)))
    assert found is not None
    return mix_words(found, "segments", where)


def test_a_mix_shift_is_not_called_improvement():
    said = words((HAPPY, half(SORE, 3)), (half(HAPPY, 3), SORE))
    assert said.startswith(
        "Better because more answers came from segments where people answer well (+45 points,"
    )
    assert "not because anybody answered better" in said
    assert "nothing differs that we can tell from chance (0 points," in said


def test_better_answers_are_called_so():
    better = NpsTally(800, 150, 50)
    said = words((HAPPY, SORE), (better, NpsTally(350, 300, 350)))
    assert said.startswith("Within the same segments customers answered 22 points better (+")
    assert "makes no difference that we can tell (0 points," in said


def test_two_that_pull_apart_are_both_told():
    worse = NpsTally(600, 200, 200)
    said = words((HAPPY, half(SORE, 3)), (half(worse, 3), NpsTally(100, 300, 600)), "at York")
    assert said.startswith(
        "At York, two things pull apart: within the same segments customers answered 20 points worse"
    )
    assert "but more answers came from segments where people answer well" in said


def test_where_nothing_can_be_told_nothing_is_told():
    said = words((HAPPY, SORE), (HAPPY, SORE))
    assert said.startswith("Split by segments, neither other answers (0 points,")
