"""Admissions to Berkeley (Bickel, Hammel & O'Connell 1975, Science 187:398) and worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.mix import decompose

BERKELEY = {
    "A": ((512, 825), (89, 108)),
    "B": ((353, 560), (17, 25)),
    "C": ((120, 325), (202, 593)),
    "D": ((138, 417), (131, 375)),
    "E": ((53, 191), (94, 393)),
    "F": ((22, 373), (24, 341)),
}


def tally(admitted: int, applied: int) -> NpsTally:
    return NpsTally(promoters=admitted, detractors=applied - admitted)


def test_a_worse_total_hides_better_departments():
    men, women = ({name: tally(*pair[side]) for name, pair in BERKELEY.items()} for side in (0, 1))
    found = decompose(men, women)
    assert found.change.points == pytest.approx(200 * (557 / 1835 - 1198 / 2691))
    assert found.change.points < 0 < found.rate.points
    assert found.mix.interval.high < 0
    assert sum(group.mix_points for group in found.groups) == pytest.approx(found.mix.points)


def test_a_mix_that_shifts_is_not_called_improvement():
    before = {"shop": NpsTally(600, 200, 200), "hotline": NpsTally(200, 300, 500)}
    after = {"shop": NpsTally(960, 320, 320), "hotline": NpsTally(80, 120, 200)}
    found = decompose(before, after)
    assert found.change.points == pytest.approx(21)
    assert found.rate.points == pytest.approx(0, abs=1e-9)
    assert found.mix.points == pytest.approx(21)
    assert not found.rate.is_real
    assert found.in_words() == (
        "The score moved by +21 points; customers of the same kind answer 0 (\N{MINUS SIGN}5 to +5) points otherwise, "
        "and in nearly all such periods that would appear by chance. "
        "+21 points come from a different mix of customers, not from what you did."
    )


def test_a_group_that_is_new_or_gone_is_mix():
    found = decompose({"a": NpsTally(50, 20, 30)}, {"a": NpsTally(50, 20, 30), "b": NpsTally(90, 5, 5)})
    assert found.rate.points == 0
    assert found.mix.points == pytest.approx(found.change.points)
    assert found.groups[1].score_before is None


def test_nobody_asked_in_one_period_is_no_change():
    assert decompose({"a": NpsTally()}, {"a": NpsTally(1, 1, 1)}) is None


tallies = st.builds(NpsTally, *[st.integers(0, 60)] * 3)


@settings(deadline=None)
@given(st.lists(st.tuples(tallies, tallies), min_size=1, max_size=6))
def test_the_parts_add_up_to_the_change_and_turn_round_with_time(pairs):
    before, after = (dict(enumerate(side)) for side in zip(*pairs, strict=True))
    found, back = decompose(before, after), decompose(after, before)
    if found is None:
        assert back is None
        return
    assert found.rate.points + found.mix.points == pytest.approx(found.score_after - found.score_before)
    for name in ("change", "rate", "mix"):
        one, other = getattr(found, name), getattr(back, name)
        assert one.points == pytest.approx(-other.points, abs=1e-9)
        assert one.standard_error == pytest.approx(other.standard_error)


def test_the_margins_hold_the_truth_as_often_as_they_say():
    chance = np.random.default_rng(3)
    shares = (np.array([0.6, 0.3, 0.1]), np.array([0.3, 0.4, 0.3]))
    kinds = (
        np.array([[0.6, 0.3, 0.1], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7]]),
        np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.2, 0.2, 0.6]]),
    )
    scores = [100 * (kind[:, 0] - kind[:, 2]) for kind in kinds]
    rate = ((shares[0] + shares[1]) / 2 * (scores[1] - scores[0])).sum()
    mix = ((scores[0] + scores[1]) / 2 * (shares[1] - shares[0])).sum()
    inside = np.zeros(3)
    for _ in range(600):
        sides = []
        for share, kind in zip(shares, kinds, strict=True):
            counts = [chance.multinomial(n, kind[g]) for g, n in enumerate(chance.multinomial(250, share))]
            sides.append({g: NpsTally(*map(int, row)) for g, row in enumerate(counts)})
        found = decompose(*sides)
        truths = ((found.change, rate + mix), (found.rate, rate), (found.mix, mix))
        inside += [part.interval.contains(truth) for part, truth in truths]
    assert inside / 600 == pytest.approx([0.95] * 3, abs=0.025)
