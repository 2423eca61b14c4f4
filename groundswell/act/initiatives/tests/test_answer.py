"""The short answers under a verdict."""

import pytest

from groundswell.act.initiatives.answer import answers_of
from groundswell.act.initiatives.models import EffectReading, Initiative


@pytest.mark.parametrize(
    ("low", "said"),
    [(10.0, "Not told: it made a difference, but it may be less than the 20 points that matter."), (20.0, "Yes: surely 20 points and more.")],
)  # fmt: skip
def test_what_worked_by_less_than_matters_is_not_called_enough(low, said) -> None:
    reading = EffectReading(
        initiative=Initiative(expected_points=20), verdict="worked", estimate=19, low=low, high=28,
        detail={"units_without": 7, "minimum_relevant": 20.0},
    )  # fmt: skip
    assert dict(answers_of(reading))["Is it as much as matters?"] == said
    reading.verdict = "cannot_tell"
    assert "Is it as much as matters?" not in dict(answers_of(reading))
