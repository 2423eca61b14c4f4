"""The weakest link is named by what came after bad moments, in the same words everywhere, and never by a low score alone."""

from datetime import timedelta

from django.utils import timezone

from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.journeys_read.actions import read_journey
from groundswell.understand.journeys_read.weakest import read_the_journey
from groundswell.understand.scores.question import Question
from tests.world import NOW, make_customer, make_signal


def answers(world, returns: list[int], delivery: list[int], days: int = 3) -> None:
    for point, scores in ((world.returns, returns), (world.delivery, delivery)):
        for score in scores:
            at = timezone.now() - timedelta(days=days)
            make_signal(score, touchpoint=point, unit=world.leeds, at=at)
    read_new_signals(at=NOW)


def lives(world) -> None:
    """Bad returns weigh on the relationship; deliveries score lower still, and nobody minds afterwards."""
    day = timezone.now() - timedelta(days=100)
    for number in range(80):
        customer, is_good = make_customer(), number % 2 == 0
        make_signal(10 if is_good else 4, touchpoint=world.returns, customer=customer, at=day)
        make_signal(9 if number % 4 == 0 else 0, touchpoint=world.delivery, customer=customer, at=day)
        later = day + timedelta(days=20)
        make_signal(10 if is_good else 2, customer=customer, at=later, kind_of_score="relationship")
    read_new_signals(at=NOW)


def test_the_lowest_score_is_not_the_weakest_link(world):
    lives(world)
    read_journey(at=timezone.now())
    read = read_the_journey(Question(timezone.localdate()), world.office)
    assert read.journey.lowest.touchpoint == world.delivery
    assert read.weakest == world.returns


def test_every_page_names_the_same_link_in_the_same_words(world, signed_in):
    lives(world)
    read_journey(at=timezone.now())
    read = read_the_journey(Question(timezone.localdate()), world.office)
    for user, address in (
        (world.office, "/"),
        (world.executive, "/"),
        (world.office, "/understand/journey/"),
    ):
        page = signed_in(user).get(address).content.decode()
        assert "Returns is the weakest link" in page
        assert read.in_words in page


def test_before_anybody_was_followed_no_page_names_a_weakest_link(world, signed_in):
    answers(world, [1] * 30 + [9] * 5, [9] * 30 + [7] * 5)
    for user, address in (
        (world.office, "/"),
        (world.executive, "/"),
        (world.office, "/understand/journey/"),
    ):
        page = signed_in(user).get(address).content.decode()
        assert "is the weakest link" not in page
        assert "Returns scores −71" in page


def test_where_nobody_spoke_afterwards_nothing_is_said_of_it(world):
    at = timezone.now() - timedelta(days=3)
    for score in [1] * 30 + [9] * 5:
        make_signal(score, touchpoint=world.returns, unit=world.leeds, customer=make_customer(), at=at)
    read_new_signals(at=NOW)
    assert read_journey(at=timezone.now()).people == 35
    read = read_the_journey(Question(timezone.localdate()), world.office)
    assert read.headline == "Returns scores lowest"
    assert "nobody knows that here yet" in read.in_words


def test_a_look_that_found_nobody_is_not_kept(world):
    assert read_journey(at=timezone.now()) is None
    lives(world)
    assert read_journey(at=timezone.now())


def test_one_touchpoint_alone_is_not_the_lowest(world):
    answers(world, [1] * 30, [])
    read = read_the_journey(Question(timezone.localdate()), world.office)
    assert read.in_words.endswith("Returns scores −100 (−100 to −79; 30 answers).")


def test_a_lead_reads_what_scores_lowest_here(world, signed_in):
    answers(world, [1] * 30, [9] * 30)
    page = signed_in(world.lead).get(f"/understand/journey/?unit={world.leeds.pk}").content.decode()
    assert "Returns scores lowest" in page
    assert "The weakest link is told for the whole organisation." in page


def test_an_empty_journey_says_what_is_needed(world, signed_in):
    page = signed_in(world.office).get("/understand/journey/").content.decode()
    assert "Five answers about a touchpoint are needed" in page


def test_a_thin_touchpoint_is_read_over_more_days_and_says_so(world, signed_in):
    answers(world, [3] * 12, [9] * 40)
    answers(world, [3] * 25, [], days=60)
    page = signed_in(world.office).get("/understand/journey/?period=30").content.decode()
    first, second = read_the_journey(
        Question(timezone.localdate(), period="30"), world.office
    ).journey.touchpoints
    assert (first.span.words, first.figure.n) == ("", 40)
    assert (second.span.words, second.figure.n) == ("a quarter", 37)
    assert "over a quarter" in page
    since = timezone.localdate() - timedelta(days=90)
    assert f"period={since}..{timezone.localdate()}".replace("..", "..") in page
