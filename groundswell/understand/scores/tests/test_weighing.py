"""Those who answered stand for all who were asked, by what is known of everybody; nothing is shown of too few."""

from datetime import timedelta

import pytest

from groundswell.foundation.customers.models import Customer
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.surveys.models import Invitation
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores.question import Question
from groundswell.understand.scores.weighing import OTHERS, weighed_for
from tests.world import NOW

QUESTION = Question(NOW.date(), period="30")
DAY = NOW - timedelta(days=2)


def ask(world, segment, answered, silent, score, unit=None):
    for place in range(answered + silent):
        asked = Invitation.objects.create(
            version=world.experience,
            customer=Customer.objects.create(name="Somebody", segment=segment),
            touchpoint=world.delivery,
            unit=unit or world.leeds,
            episode_at=DAY,
            invited_at=DAY,
        )
        if place < answered:
            answer = NewSignal(
                "test", f"{asked.pk}", "email", DAY, kind_of_score="experience", score=score, unit_id=asked.unit_id,
                touchpoint_id=world.delivery.pk, customer_id=asked.customer_id, invitation_id=asked.pk,
            )  # fmt: skip
            receive_signal(answer, at=DAY)


@pytest.fixture
def half_silent(world):
    """Of the club nearly everybody answers, of the others one in four: the score of all is 0, that of the answers 60."""
    ask(world, "Club", answered=80, silent=0, score=10)
    ask(world, "Other", answered=20, silent=60, score=3)
    read_new_signals(at=NOW)


def segments_of(found):
    return {group.name: group for one in found.properties if one.name == "Segment" for group in one.groups}


def test_the_score_is_that_of_all_who_were_asked(world, half_silent):
    found = weighed_for(QUESTION, world.office)
    assert (found.asked, found.answered, found.as_given.score) == (160, 100, 60)
    assert round(found.weighted.score, 2) == 0
    assert found.in_words == "Weighted to all who were asked, the score is 0 rather than +60"
    assert segments_of(found)["Other"].stands_for == pytest.approx(4)
    assert segments_of(found)["Club"].stands_for == pytest.approx(1)


def test_unequal_weights_say_how_many_equal_answers_they_are_worth(world, half_silent):
    found = weighed_for(QUESTION, world.office)
    assert found.weighted.n_effective == pytest.approx(160**2 / (80 + 20 * 16))


def test_groups_from_which_too_few_answered_are_weighed_together(world, half_silent):
    ask(world, "Rare", answered=2, silent=9, score=10)
    ask(world, "Rarer", answered=1, silent=9, score=0)
    found = segments_of(weighed_for(QUESTION, world.office))
    assert set(found) == {"Club", OTHERS}
    assert found[OTHERS].figure.n == 23


def test_a_lead_sees_who_was_asked_in_their_own_part_only(world, half_silent):
    ask(world, "Club", answered=40, silent=0, score=0, unit=world.york)
    assert weighed_for(QUESTION, world.lead).asked == 160
    assert weighed_for(QUESTION, world.york_lead).asked == 40


def test_too_few_answers_are_too_few_to_tell(world):
    ask(world, "Club", answered=29, silent=5, score=9)
    assert weighed_for(QUESTION, world.office).startswith("Too few to tell: 30")


def test_where_nobody_knows_who_was_asked_nothing_is_weighed(world, half_silent):
    assert "Ask without the rest" in weighed_for(QUESTION.narrowed(channel="email"), world.office)


def test_the_page_says_it_asks_the_same_number_of_questions_and_leaves_as_a_file(
    world, half_silent, signed_in, time_machine, django_assert_max_num_queries
):
    time_machine.move_to(NOW)
    client = signed_in(world.office)
    with django_assert_max_num_queries(14):
        page = client.get("/understand/weighted/?period=30").content.decode()
    assert "the score is 0 rather than +60" in page
    assert "100 of 160 who were asked by name answered" in page
    assert "/understand/weighted/?" in client.get("/understand/?period=30").content.decode()
    file = client.get("/understand/weighted/?period=30&as=csv&chart=sides")
    assert file.status_code == 200, file.content
    assert b"Weighted to all" in b"".join(file)
