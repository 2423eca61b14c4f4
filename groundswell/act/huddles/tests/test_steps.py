"""Each kind of huddle has its own steps, and they take exactly its minutes."""

import pytest

from groundswell.act.huddles.steps import Step, steps_of


@pytest.mark.parametrize("kind", ["feedback", "coordination", "figures"])
@pytest.mark.parametrize("minutes", [15, 20, 25, 30])
@pytest.mark.parametrize("has_parts", [False, True])
def test_the_steps_take_exactly_the_minutes_of_the_huddle(kind, minutes, has_parts):
    steps = steps_of(kind, minutes, has_parts=has_parts)

    assert sum(step.seconds for step in steps) == 60 * minutes
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(step.seconds >= 30 for step in steps)
    assert [step.key for step in steps][-2:] == ["promise", "pulse"]


def test_a_team_of_customer_feedback_has_its_eight_steps_in_their_order():
    keys = [step.key for step in steps_of("feedback", 15, has_parts=False)]

    assert keys == ["promises", "praise", "pain", "number", "help", "raise", "promise", "pulse"]


def test_who_leads_hears_what_the_parts_bring_before_raising_anything():
    keys = [step.key for step in steps_of("figures", 20, has_parts=True)]

    assert keys == ["promises", "figures", "moved", "parts", "raise", "promise", "pulse"]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "½ minute"), (60, "1 minute"), (90, "1½ minutes"), (180, "3 minutes")],
)
def test_planned_minutes_are_written_in_words(seconds, words):
    assert Step(1, "pain", "Pain", seconds).minutes_words == words
