"""Customers are followed forwards from good and bad moments; what came after says where most is at stake."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from groundswell.foundation.customers.models import Revenue
from groundswell.listen.signals.actions import NewSignal, receive_signals
from groundswell.listen.signals.models import Signal
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.actions import read_journey
from groundswell.understand.journeys_read.models import Aftermath
from groundswell.understand.journeys_read.queries import journey_of
from groundswell.understand.journeys_read.stories import stories_behind
from groundswell.understand.scores.queries import Slice
from tests.world import NOW, make_customer


def new(key, score, at, **given):
    return NewSignal(
        source="test", key=key, channel=given.pop("channel", "email"), score=score, submitted_at=at,
        kind_of_score=given.pop("kind_of_score", "experience"), **given,
    )  # fmt: skip


@pytest.fixture
def lives(world):
    """Eighty customers had a bad return and eighty a good one; only the latter speak well of us a month later, and stay."""
    given, day = [], NOW - timedelta(days=300)
    for number in range(160):
        is_good = number < 80
        customer = make_customer()
        customer.joined_on = date(2024, 1, 1)
        customer.ended_on = None if is_good or number % 2 else (day + timedelta(days=40)).date()
        customer.save()
        Revenue.objects.create(customer=customer, month=date(2026, 2, 1), amount=Decimal("50"))
        who = {"customer_id": customer.pk}
        given.append(new(f"d{number}", 9, day - timedelta(days=10), touchpoint_id=world.delivery.pk, **who))
        score = 10 if is_good else 3
        given.append(new(f"r{number}", score, day, touchpoint_id=world.returns.pk, channel="shop", **who))
        later = day + timedelta(days=30)
        given.append(new(f"b{number}", 9 if is_good else 5, later, kind_of_score="relationship", **who))
        given.append(new(f"e{number}", 9, day - timedelta(days=20), kind_of_score="relationship", **who))
    receive_signals(given, at=NOW)
    read_new_signals(at=NOW)
    return world


def test_only_what_came_afterwards_is_counted(lives):
    reading = read_journey(at=NOW)
    returns = Aftermath.objects.get(reading=reading, touchpoint=lives.returns, after=None)
    assert (returns.people, returns.bad) == (160, 80)
    assert (returns.good_tally, returns.bad_tally) == ([80, 0, 0], [0, 0, 80])
    assert (returns.good_stayed, returns.good_followed, returns.bad_stayed, returns.bad_followed) == (
        80,
        80,
        40,
        80,
    )
    assert returns.revenue == Decimal("4000")


def test_a_bad_moment_soon_after_a_good_one_is_told_with_its_channel(lives):
    reading = read_journey(at=NOW)
    pair = Aftermath.objects.get(reading=reading, touchpoint=lives.returns, after=lives.delivery)
    assert (pair.people, pair.bad, pair.other_channel) == (160, 80, 80)


def test_the_same_week_is_looked_at_once(lives):
    assert read_journey(at=NOW)
    assert read_journey(at=NOW + timedelta(days=6)) is None
    assert read_journey(at=NOW + timedelta(days=8))


def test_the_page_names_what_is_at_stake(lives, signed_in, time_machine, django_assert_num_queries):
    time_machine.move_to(datetime(2026, 3, 11, 10, tzinfo=UTC))
    read_journey(at=NOW)
    office = signed_in(lives.office)
    office.get("/understand/journey/")
    with django_assert_num_queries(12):
        page = office.get("/understand/journey/").content.decode()
    assert "Returns is the weakest link" in page
    assert "50% of 160 customers had one last" in page
    assert "50.0 in 100 fewer stay the half year after" in page
    assert "£4,000" in page
    assert "points at stake, £4,000 exposed" in page


def test_what_is_about_everybody_is_not_shown_to_a_part(lives, signed_in, time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 10, tzinfo=UTC))
    read_journey(at=NOW)
    page = signed_in(lives.lead).get("/understand/journey/").content.decode()
    assert "At stake" not in page
    of_one_part = signed_in(lives.office).get(f"/understand/journey/?unit={lives.leeds.pk}").content.decode()
    assert "At stake" not in of_one_part


def test_each_stage_is_compared_with_the_one_before(lives):
    first, second = journey_of(Slice("experience")).stages
    assert first.change is None
    assert (round(second.change.points), second.change.is_real) == (-100, True)


def test_a_customer_with_two_bad_moments_is_exposed_once(lives):
    """Eighty bad returns; the first ten of these customers had a bad delivery, too."""
    for signal in Signal.objects.filter(touchpoint=lives.returns, score=3)[:10]:
        receive_signals(
            [new(f"x{signal.pk}", 2, NOW, touchpoint_id=lives.delivery.pk, customer_id=signal.customer_id)],
            at=NOW,
        )
    reading = read_journey(at=NOW)
    doubt, purchase = (str(point.stage_id) for point in (lives.returns, lives.delivery))
    assert reading.exposed == {"all": 4000.0, doubt: 4000.0, purchase: 500.0}


def test_what_came_before_a_poor_score_is_a_way_with_its_stories(lives, signed_in, time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 10, tzinfo=UTC))
    reading = read_journey(at=NOW)
    way = reading.paths.get()
    assert way.steps == [[lives.delivery.pk, "good"], [lives.returns.pk, "bad"]]
    assert (way.poor, way.good, reading.poor_answers, reading.good_answers) == (80, 0, 80, 80)
    office = signed_in(lives.office)
    page = office.get("/understand/journey/").content.decode()
    assert "Good: Delivery, then Bad: Returns" in page
    assert "+100.0 in 100" in page
    stories = office.get(f"/understand/journey/before/{way.pk}/").content.decode()
    assert stories.count('class="voice"') == 8 * 3
    assert signed_in(lives.lead).get(f"/understand/journey/before/{way.pk}/").status_code == 403


def test_a_story_that_turned_opens_its_voices_with_their_channels(lives, signed_in):
    reading = read_journey(at=NOW)
    pair = Aftermath.objects.get(reading=reading, after=lives.delivery)
    page = signed_in(lives.executive).get(f"/understand/journey/turned/{pair.pk}/").content.decode()
    assert "80 of 160 customers had a bad moment within 60 days of a good one, 80 by another channel." in page
    assert "E-mail survey 9, then In the shop 3" in page


def test_stories_in_which_somebody_wrote_stand_first(lives):
    at = NOW - timedelta(days=295)
    customer = make_customer().pk
    told = [(9, lives.delivery, -1, ""), (2, lives.returns, 0, "Nobody answered me.")]
    receive_signals(
        [
            new(
                f"w{day}",
                score,
                at + timedelta(days=day),
                touchpoint_id=point.pk,
                customer_id=customer,
                comment=words,
            )
            for score, point, day, words in told
        ],
        at=NOW,
    )
    pair = Aftermath.objects.get(reading=read_journey(at=NOW), after=lives.delivery)
    assert [voice.signal.comment for voice in pair.voices.filter(story=0)] == ["", "Nobody answered me."]


def test_a_story_whose_voice_was_corrected_is_not_told(lives, signed_in):
    reading = read_journey(at=NOW)
    pair = Aftermath.objects.get(reading=reading, after=lives.delivery)
    told = pair.voices.filter(story=0, place=0).get().signal
    receive_signals([replace(new("again", 8, NOW), supersedes_id=told.pk)], at=NOW)
    stories = stories_behind(pair.voices.all(), lives.office)
    assert len(stories) == 7


def test_the_picture_leaves_its_page_with_its_origin(lives, signed_in, time_machine):
    time_machine.move_to(datetime(2026, 3, 11, 10, tzinfo=UTC))
    office = signed_in(lives.office)
    table = office.get("/understand/journey/?chart=journey&as=csv").content.decode()
    assert "Doubt: Returns" in table
    assert "Experience scores along the journey of the whole within sight" in table
    assert office.get("/understand/journey/?chart=journey&as=svg").content.startswith(b"<svg")
