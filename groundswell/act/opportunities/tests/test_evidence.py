"""Who stands behind an opportunity, and what comes first."""

import random
from dataclasses import replace

import pytest

from groundswell.act.cases.root_causes.models import RootCause
from groundswell.act.opportunities import voices
from groundswell.act.opportunities.actions import change_opportunity, join_elevation, settle_opportunity
from groundswell.act.opportunities.models import Opportunity, Settlement
from groundswell.act.opportunities.queries import (
    evidence_of,
    last_year,
    open_opportunities,
    opportunities_visible_to,
    ranked_opportunities,
)
from groundswell.act.opportunities.voices import opportunities_behind_which, voices_behind
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.actions import NewSignal, receive_signal
from groundswell.listen.signals.models import Signal
from tests.world import NOW, make_customer, make_signal, make_user

from .register import make_answers, make_elevation, make_opportunity, make_theme, read_all


def test_praise_does_not_stand_behind_a_pain(world):
    theme = make_theme("Delivery", "late")
    pain = make_signal(3, "Late again", touchpoint=world.delivery)
    elsewhere = make_signal(3, "The refund was late", touchpoint=world.returns)
    make_signal(10, "Never late, wonderful", touchpoint=world.delivery)
    complaint = make_signal(None, "Late", kind=Signal.Kind.COMPLAINT, touchpoint=world.delivery)
    make_signal(2, "Rude", touchpoint=world.delivery)
    read_all()
    at_delivery = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    anywhere = make_opportunity(world, title="Late anywhere", theme=theme)
    assert set(voices_behind(at_delivery)) == {pain, complaint}
    assert set(voices_behind(anywhere)) == {pain, complaint, elsewhere}


def test_a_joined_elevation_brings_its_voices(world):
    brought = make_signal(10, "Lovely, yet the box was crushed", touchpoint=world.returns)
    opportunity = make_opportunity(world)
    join_elevation(
        make_elevation(world.leeds, world.lead.person, brought), opportunity, by=world.office, at=NOW
    )
    assert list(voices_behind(opportunity)) == [brought]
    assert list(opportunities_behind_which(brought)) == [opportunity]


def test_both_ends_of_the_question_agree(world):
    theme, place = make_theme("Delivery", "late"), {"touchpoint": world.delivery}
    signals = [
        make_signal(3, "Late", **place),
        make_signal(9, "Late but fine", **place),
        make_signal(7, "Nice", **place),
        make_signal(5, "Late", touchpoint=world.returns),
        make_signal(5, "Late"),
    ]
    read_all()
    make_opportunity(world, theme=theme)
    make_opportunity(world, title="Here", theme=theme, touchpoint=world.delivery)
    make_opportunity(world, title="The place", touchpoint=world.delivery)
    for opportunity in Opportunity.objects.all():
        forward = set(voices_behind(opportunity))
        assert forward == {one for one in signals if opportunity in opportunities_behind_which(one)}


def test_a_corrected_voice_no_longer_counts(world):
    old, opportunity = make_signal(2, "Bad", touchpoint=world.delivery), make_opportunity(world)
    brought = make_elevation(world.leeds, world.lead.person, old)
    join_elevation(brought, opportunity, by=world.office, at=NOW)
    receive_signal(
        NewSignal(
            "test", "correction", "email", NOW, score=10, kind_of_score="experience", supersedes_id=old.pk
        ),
        at=NOW,
    )
    assert list(voices_behind(opportunity)) == []
    assert evidence_of(opportunity, *last_year(NOW)).voices == 0


def test_what_the_last_read_of_a_theme_do_not_hold_is_looked_for_among_all(world, monkeypatch):
    theme = make_theme("Delivery", "late")
    make_answers(3, 3, "So late", world=world)
    read_all()
    monkeypatch.setattr(voices, "AT_FIRST_HERE", 1)
    opportunity = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    newest = voices.newest_behind(opportunity, Signal.objects.all(), 2)
    assert newest == [one.pk for one in Signal.objects.order_by("-submitted_at")[:2]]


def test_evidence_counts_customers_points_and_money_with_their_ranges(world):
    theme = make_theme("Delivery", "late")
    behind = make_answers(40, 3, "So late", world=world, yearly=100)
    make_answers(60, 9, "All good", world=world, yearly=100)
    for _ in range(100):
        make_customer()
    read_all()
    evidence = evidence_of(make_opportunity(world, theme=theme), *last_year(NOW))
    assert (evidence.voices, evidence.customers, evidence.answering) == (40, 40, 100)
    assert evidence.touched.value == pytest.approx(80)
    assert evidence.touched.low == pytest.approx(61.9, abs=0.1)
    assert evidence.touched.high == pytest.approx(99.6, abs=0.1)
    assert (evidence.points_lower.value, evidence.n_with, evidence.n_without) == (200, 40, 60)
    assert evidence.whole_score.value == pytest.approx(80)
    assert evidence.whole_score.low < 80 < evidence.whole_score.high
    assert evidence.money_known == sum(100 + number % 7 for number in range(len(behind)))
    assert evidence.money.low < evidence.money.value < evidence.money.high
    assert evidence.money.value == pytest.approx(80 * evidence.money_known / 40)


def test_too_few_is_an_answer_with_a_reason(world):
    theme = make_theme("Delivery", "late")
    make_answers(3, 3, "So late", world=world)
    read_all()
    evidence = evidence_of(make_opportunity(world, theme=theme), *last_year(NOW))
    assert (evidence.touched, evidence.points_lower, evidence.money, evidence.money_known) == (
        None,
        None,
        None,
        None,
    )
    assert evidence.reasons == (
        "It takes 5 known customers behind it to tell how many it touches: there are 3.",
        "It takes 30 scores from 0 to 10 with words that do not mention it to tell the points it costs: there are 0.",
        "The revenue of customers is not known yet, so money does not count in the ranking.",
    )


def test_what_costs_most_comes_first_though_another_is_louder(world):
    loud, costly = make_theme("Music", "music"), make_theme("Delivery", "late")
    make_answers(90, 7, "The music", world=world, yearly=20)
    make_answers(40, 2, "So late", world=world, yearly=900)
    make_answers(80, 9, "All good", world=world, yearly=200)
    read_all()
    cheap = make_opportunity(world, title="Loud music", theme=loud)
    dear = make_opportunity(world, title="Late parcels", theme=costly)
    thin = make_opportunity(world, title="Unheard of", theme=make_theme("Mirrors", "mirror"))
    standings = ranked_opportunities(NOW)
    assert [one.opportunity for one in standings] == [dear, cheap, thin]
    assert standings[0].share_first > 0.99
    assert standings[0].firmness == "First in nearly every draw"
    assert (standings[2].rank, standings[2].firmness) == (None, "Too few to tell")


def test_the_order_of_the_rows_changes_nothing(world):
    make_answers(40, 7, "The music", world=world, yearly=100)
    make_answers(40, 5, "So late", world=world, yearly=100)
    make_answers(40, 9, "All good", world=world, yearly=100)
    read_all()
    for theme in (make_theme("Music", "music"), make_theme("Delivery", "late")):
        make_opportunity(world, title=theme.name, theme=theme)
    first = [(one.opportunity, one.share_first) for one in ranked_opportunities(NOW)]
    shuffled = open_opportunities().order_by(*random.sample(["title", "-pk"], 2))
    assert [(one.opportunity, one.share_first) for one in ranked_opportunities(NOW, shuffled)] == first


def test_what_is_settled_leaves_the_ranking(world):
    opportunity = make_opportunity(world)
    settle_opportunity(opportunity, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    assert ranked_opportunities(NOW) == []


def test_ranking_asks_as_often_for_three_as_for_one(world, django_assert_num_queries):
    make_answers(6, 3, "So late", world=world, yearly=10)
    read_all()
    for count in (1, 2):
        for number in range(count):
            title = f"{count}{number}"
            make_opportunity(world, title=title, theme=make_theme(title, "late"))
            make_opportunity(world, title=f"Place {title}", touchpoint=world.delivery)
        with django_assert_num_queries(21):
            ranked_opportunities(NOW)


def test_a_team_sees_what_it_raised_and_nothing_else(world):
    ours, theirs, nobodys = (make_opportunity(world, title=title) for title in ("Ours", "Theirs", "Nobody's"))
    join_elevation(make_elevation(world.leeds, world.frontline.person), ours, by=world.office, at=NOW)
    join_elevation(make_elevation(world.york, world.york_lead.person), theirs, by=world.office, at=NOW)
    assert list(opportunities_visible_to(world.frontline)) == [ours]
    assert list(opportunities_visible_to(world.york_lead)) == [theirs]
    assert set(opportunities_visible_to(world.office)) == {ours, theirs, nobodys}
    assert set(opportunities_visible_to(world.executive)) == {ours, theirs, nobodys}
    assert list(opportunities_visible_to(world.partner)) == []


def test_a_sign_in_without_a_person_sees_nothing(world):
    make_opportunity(world)
    stranger = make_user("Sam Stranger", world.leeds, "frontline")
    stranger.person = None
    stranger.save()
    assert list(opportunities_visible_to(stranger)) == []
    assert Person.objects.filter(name="Sam Stranger").exists()


def test_a_theme_that_comes_along_with_a_costly_one_is_not_blamed_for_it(world):
    late, rude = make_theme("Delivery", "late"), make_theme("Manner", "rude")
    for score, words, times in (
        (3, "So late and so rude", 60), (3, "So late", 20), (8, "A bit rude", 20), (8, "All right", 80), (9, "Rude, yet quick", 20), (9, "All good", 80),
    ):  # fmt: skip
        make_answers(times, score, words, world=world, yearly=10)
    read_all()
    costly, innocent = (make_opportunity(world, title=one.name, theme=one) for one in (late, rude))
    points = {one: evidence_of(one, *last_year(NOW)).points_lower for one in (costly, innocent)}
    assert points[costly].low > 120
    assert points[innocent].low < 0 < points[innocent].high
    assert points[innocent].high < 20, "side by side they are 80 points apart"


def test_the_best_rating_is_praise_and_stands_behind_nothing(world):
    """Five of five stars with a word about parcels is no pain, from whichever end it is asked."""
    theme = make_theme("Parcels", "parcel")
    late = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    rated = [
        receive_signal(
            NewSignal("stars", str(stars), "review", NOW, comment="The parcel", rating=stars, rating_of=5, touchpoint_id=world.delivery.pk),
            at=NOW,
        ).signal_id
        for stars in (4, 5)
    ]  # fmt: skip
    read_all()
    four, five = (Signal.objects.get(pk=pk) for pk in rated)
    assert list(voices_behind(late)) == [four]
    assert list(opportunities_behind_which(four)) == [late]
    assert list(opportunities_behind_which(five)) == []


def test_a_root_cause_alone_is_not_said_to_have_too_few_answers(world):
    cause = make_opportunity(world)
    change_opportunity(
        cause,
        theme=None,
        touchpoint=None,
        root_cause=RootCause.objects.create(name="Price"),
        by=world.office,
        at=NOW,
    )
    evidence = evidence_of(cause, *last_year(NOW))
    assert evidence.points_lower is None
    assert evidence.points_missing == "of a theme only"
    assert evidence.needed_to_rank[-1].endswith("Name a theme, and it is ranked.")


def test_where_customers_give_stars_it_is_scores_that_are_missing_and_no_theme(world):
    theme = make_theme("Parcels", "parcel")
    late = make_opportunity(world, theme=theme)
    for number in range(40):
        stars = NewSignal("stars", str(number), "review", NOW, comment="The parcel", rating=2, rating_of=5)
        receive_signal(replace(stars, customer_id=make_customer().pk), at=NOW)
    read_all()
    evidence = evidence_of(late, *last_year(NOW))
    said = (
        "It takes 30 scores from 0 to 10 with words that mention it to tell the points it costs: there are 0."
    )
    assert (evidence.voices, evidence.needed_to_rank) == (40, (said,))
