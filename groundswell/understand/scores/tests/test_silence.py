"""A score says how far those who did not answer could move it, within what its reader may see."""

from groundswell.listen.channels.inviting import invite
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.evidence.models import Attribute, AttributeValue
from groundswell.understand.scores.queries import tally_of
from groundswell.understand.scores.question import Question
from groundswell.understand.scores.silence import asked_in, silent_of
from tests.world import NOW, make_customer, make_signal

QUESTION = Question(NOW.date(), period="30")


def told(world, user, question=QUESTION):
    return silent_of(question, tally_of(question.slice_for(user)), user)


def asked_in_vain(world, count=10):
    for unit in (world.leeds, world.york):
        for place in range(40):
            make_signal((10, 8, 3, 9)[place % 4], unit=unit)
    for _ in range(count):
        invite(
            make_customer(), world.experience, by="test", at=NOW, touchpoint=world.delivery, unit=world.leeds
        )
    read_new_signals(at=NOW)


def test_the_silent_are_those_who_were_asked_and_said_nothing(world):
    asked_in_vain(world)
    found = told(world, world.office)
    assert (found.worst.answered, found.worst.silent) == (80, 10)
    assert (round(found.worst.low, 1), round(found.worst.high, 1)) == (11.1, 33.3)
    assert found.to_leave_the_margin.endswith("points lower than those who answered.")


def test_a_lead_is_told_of_the_silent_of_their_own_part(world):
    asked_in_vain(world)
    assert told(world, world.lead).worst.silent == 10
    assert told(world, world.york_lead) is None


def test_where_nobody_knows_who_was_asked_nothing_is_said(world):
    asked_in_vain(world)
    assert told(world, world.office, QUESTION.narrowed(channel="email")) is None


def test_of_a_product_nobody_knows_who_was_asked(world):
    asked_in_vain(world)
    product = AttributeValue(attribute=Attribute(name="product"), words="Coat")
    assert asked_in(QUESTION.narrowed(attribute=product), None) is None


def test_the_page_of_scores_says_it(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    asked_in_vain(world)
    page = signed_in(world.office).get("/understand/?period=30").content.decode()
    assert "How far could the silent move this?" in page
    assert "10 of 10 who were asked by name did not answer." in page
