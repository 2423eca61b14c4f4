"""A line of a scorecard says whether its figure is certified, and which certified figure is the last."""

from datetime import timedelta

from groundswell.align.objectives.window import months_before
from groundswell.understand.certified.actions import certify, count_again, draft_figure
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.question import read_question
from tests.world import NOW, make_signal


def certified(aligned, **asked: str):
    world = aligned.world
    asked = {"kind": "experience", "unit": str(world.leeds.pk), **asked}
    question = read_question(asked, world.office, NOW.date())
    question = question.narrowed(touchpoint=aligned.metric.touchpoint, kind=KIND[aligned.metric.source])
    found = draft_figure(question, by=world.office, at=NOW)
    certify(found, by=world.office, at=NOW)
    return found


KIND = {"experience_score": "experience", "relationship_score": "relationship"}


def answers(aligned, count: int, days: int) -> None:
    for _ in range(count):
        make_signal(9, unit=aligned.world.leeds, touchpoint=aligned.metric.touchpoint, kind_of_score=KIND[aligned.metric.source], at=NOW - timedelta(days=days))  # fmt: skip
    read_new_signals(at=NOW)


def card(aligned, client) -> str:
    return client.get(f"/align/scorecards/{aligned.leeds.scorecard_id}/").content.decode()


def test_a_line_without_a_certified_figure_says_so(aligned, signed_in):
    answers(aligned, 6, 20)
    assert "Not certified: counted today" in card(aligned, signed_in(aligned.world.lead))


def test_a_line_tells_the_last_certified_figure_and_leads_to_it(aligned, signed_in):
    answers(aligned, 6, 20)
    found = certified(aligned, period="2026-02")
    page = card(aligned, signed_in(aligned.world.lead))
    assert "The last certified figure is 100 points" in page
    assert "for February 2026." in page
    assert f"/understand/certified/{found.pk}/" in page
    assert f"/understand/certified/{found.pk}/" not in card(aligned, signed_in(aligned.world.frontline))


def test_a_figure_that_moved_says_so_on_the_scorecard(aligned, signed_in):
    answers(aligned, 6, 20)
    found = certified(aligned, period="2026-02")
    answers(aligned, 1, 20)
    count_again(found, at=NOW)
    assert "and has moved since" in card(aligned, signed_in(aligned.world.lead))


def test_a_reading_of_the_very_days_that_were_certified_is_certified(aligned, signed_in, time_machine):
    time_machine.move_to(NOW + timedelta(days=400))
    answers(aligned, 6, -90)
    last = aligned.leeds.scorecard.ends_on
    found = read_question(
        {
            "period": f"{months_before(last, 3) + timedelta(days=1)}..{last}",
            "unit": str(aligned.world.leeds.pk),
        },
        aligned.world.office,
        last,
    ).narrowed(touchpoint=aligned.metric.touchpoint, kind=KIND[aligned.metric.source])
    at = NOW + timedelta(days=200)
    certify(draft_figure(found, by=aligned.world.office, at=at), by=aligned.world.office, at=at)
    assert "Certified by Olu Office." in card(aligned, signed_in(aligned.world.lead))
