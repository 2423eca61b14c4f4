"""A line of a scorecard says whether its figure is certified, and which certified figure is the last."""

import re
from datetime import timedelta
from html import unescape

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


def test_once_a_scorecard_is_over_its_very_days_are_certified(aligned, signed_in, time_machine):
    time_machine.move_to(NOW + timedelta(days=400))
    answers(aligned, 6, -90)
    office, last = signed_in(aligned.world.office), aligned.leeds.scorecard.ends_on
    days = f"{months_before(last, 3) + timedelta(days=1)}..{last}"
    (address,) = {
        unescape(found)
        for found in re.findall(r'href="(/understand/certified/draft/[^"]*)"', card(aligned, office))
    }
    assert days in address
    assert "Put these days" not in card(aligned, signed_in(aligned.world.lead))
    drafted = office.post(address)["Location"]
    office.post(f"{drafted}certify/")
    assert "Certified by Olu Office." in card(aligned, signed_in(aligned.world.lead))
