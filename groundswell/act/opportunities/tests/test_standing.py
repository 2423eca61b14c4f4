"""The register is counted by a job, read by pages, and what is worth most per day of work comes first for stated reasons."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from groundswell.act.opportunities.actions import change_opportunity, settle_opportunity
from groundswell.act.opportunities.course import change, courses
from groundswell.act.opportunities.jobs import rank_opportunities
from groundswell.act.opportunities.models import Place, Ranking, Settlement
from groundswell.act.opportunities.queries import ranked_opportunities, similar_opportunities, standing_of
from groundswell.act.opportunities.standing.counting import count_register
from groundswell.act.opportunities.standing.kept import count_again
from groundswell.act.opportunities.story import how_often, reasons_of, where_the_doubt_is
from groundswell.foundation.customers.models import Revenue
from groundswell.foundation.history.queries import events_of
from groundswell.understand.journeys_read.costs import state_rate
from groundswell.understand.journeys_read.models import Work
from tests.world import NOW, make_customer, make_signal

from .register import REVENUE_MONTH, make_answers, make_opportunity, make_theme, read_all


def two_issues(world):
    make_answers(90, 7, "The music", world=world, yearly=20)
    make_answers(40, 2, "So late", world=world, yearly=900)
    make_answers(80, 9, "All good", world=world, yearly=200)
    loud = make_opportunity(world, title="Loud music", theme=make_theme("Music", "music"))
    dear = make_opportunity(world, title="Late parcels", theme=make_theme("Delivery", "late"))
    read_all()
    return loud, dear


def test_a_round_is_kept_and_read_as_it_was_counted(world, django_assert_num_queries):
    two_issues(world)
    counted = ranked_opportunities(NOW)
    assert rank_opportunities(NOW) == "counted 2 opportunities"
    with django_assert_num_queries(4):
        kept = ranked_opportunities(NOW)
    assert kept == counted
    assert standing_of(kept[0].opportunity, NOW) == counted[0]


def test_nothing_is_counted_while_nothing_changed(world):
    loud, _ = two_issues(world)
    assert rank_opportunities(NOW) != ""
    assert rank_opportunities(NOW + timedelta(minutes=5)) == ""
    change_opportunity(loud, effort_days=(1, 2), by=world.office, at=NOW)
    assert rank_opportunities(NOW + timedelta(minutes=10)) != ""
    assert rank_opportunities(NOW + timedelta(days=1)) != ""
    assert Ranking.objects.count() == 1
    assert [event.verb for event in events_of(loud)][-1] == "changed opportunity"


def test_revenue_that_comes_while_the_register_is_counted_is_counted_in_the_next_round(world):
    two_issues(world)
    rank_opportunities(NOW)
    count_again()
    brought = []

    def meanwhile(execute, sql, *rest):
        found = execute(sql, *rest)
        if "revenue" in sql and not brought:
            brought.append(sql)
            count_again()
        return found

    with connection.execute_wrapper(meanwhile):
        rank_opportunities(NOW)
    assert brought
    assert rank_opportunities(NOW) == "counted 2 opportunities"
    assert rank_opportunities(NOW) == ""


def test_what_came_after_the_round_says_that_it_is_not_counted_yet(world):
    two_issues(world)
    count_register(NOW)
    later = make_opportunity(world, title="Brand new")
    standing = ranked_opportunities(NOW)[-1]
    assert (standing.opportunity, standing.rank, standing.evidence.is_counted) == (later, None, False)
    assert "within minutes" in standing.evidence.reasons[0]


def test_the_place_says_why_and_where_the_doubt_is(world):
    _, dear = two_issues(world)
    change_opportunity(dear, by=world.office, at=NOW)
    count_register(NOW)
    first, second = ranked_opportunities(NOW)
    assert first.opportunity == dear
    assert first.share_first > 0.95
    assert {one.label for one in reasons_of(first)} >= {"Customers touched", "Points lower", "Effort"}
    whole = [pytest.approx(1) for _ in range(2)]
    assert [sum(one.doubt for one in reasons_of(each)) for each in (first, second)] == whole
    assert "of the doubt about its value is the effort. Judge it" in where_the_doubt_is(first)
    assert Place.objects.get(opportunity=dear).parts.count() == 6


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_truth_comes_first_though_it_is_mentioned_less(world, seed):
    """Noise in scores, money and who mentions what: the costly issue loses 2.5 times as much, the loud one is said twice as often."""
    chance = random.Random(seed)
    late, music = make_theme("Delivery", "late"), make_theme("Music", "music")
    for number in range(320):
        kind = chance.choices(("late", "music", ""), (1, 2, 3))[0]
        score = {"late": (1, 2, 3, 4, 6), "music": (6, 7, 8, 9), "": (7, 8, 9, 10, 10)}[kind]
        words = {"late": "It came so late", "music": "Such loud music", "": "All good"}[kind]
        customer = make_customer(f"Customer {number}")
        place, at = world.delivery, NOW - timedelta(days=chance.randrange(300))
        make_signal(chance.choice(score), words, unit=world.leeds, touchpoint=place, customer=customer, at=at)
        usual = 480 if kind == "late" else 250
        Revenue.objects.create(
            customer=customer, month=REVENUE_MONTH, amount=round(chance.lognormvariate(0, 0.6) * usual, 2)
        )
    read_all()
    loud = make_opportunity(world, title="Loud music", theme=music)
    costly = make_opportunity(world, title="Late parcels", theme=late)
    first, second = ranked_opportunities(NOW)
    assert (first.opportunity, second.opportunity) == (costly, loud)
    assert second.evidence.voices > first.evidence.voices
    assert first.share_first > 0.9
    assert first.low > second.value
    assert first.low < first.value < first.high


def test_handling_counts_what_was_handled_at_stated_rates(world):
    make_answers(10, 3, "So late", world=world, yearly=100)
    read_all()
    late = make_opportunity(world, theme=make_theme("Delivery", "late"))
    assert standing_of(late, NOW).evidence.handling is None
    state_rate(Work.COMPLAINT, amount=30, source="Finance", by=world.office, at=NOW)
    evidence = standing_of(late, NOW).evidence
    assert (evidence.handled, evidence.handling.value) == (0, 0)


def test_points_at_stake_are_of_all_answers_not_only_of_those_about_the_touchpoint(world):
    make_answers(40, 3, "So late", world=world)
    make_answers(60, 9, "All good", world=world)
    make_answers(100, 9, "Fine", world=world, touchpoint=world.returns)
    theme = make_theme("Delivery", "late")
    read_all()
    late = make_opportunity(world, theme=theme, touchpoint=world.delivery)
    assert standing_of(late, NOW).evidence.whole_score.value == pytest.approx(0.2 * 200)


def test_a_rise_is_told_only_where_it_is_sure(world):
    theme = make_theme("Delivery", "late")
    for days, hits in ((200, 5), (20, 40)):
        for number in range(60):
            words = "So late" if number < hits else "All good"
            make_signal(3 if number < hits else 9, words, unit=world.leeds, touchpoint=world.delivery, at=NOW - timedelta(days=days))  # fmt: skip
    read_all()
    months = courses(NOW.date()).of(theme.pk, None)
    rise = change(months)
    assert rise.value == pytest.approx(100 * (40 - 5) / 60)
    assert rise.low > 0
    late = make_opportunity(world, theme=theme)
    said = how_often(months, standing_of(late, NOW).evidence)
    assert said.startswith("Of 100 answers 37.5 are low and about it (45 of 120 in twelve months).")
    assert "Rising: 58.3 more" in said
    assert change(courses(NOW.date()).of(make_theme("Rare", "rare").pk, None)).low < 0


def test_similar_ones_that_were_taken_up_are_found(world):
    theme = make_theme("Delivery", "late")
    taken, open_one = (
        make_opportunity(world, theme=theme),
        make_opportunity(world, title="Waits", theme=theme),
    )
    settle_opportunity(taken, Settlement.Outcome.TAKEN_UP, why="Approved.", by=world.office, at=NOW)
    assert similar_opportunities(open_one) == [taken]
    assert similar_opportunities(taken) == []


def test_what_its_owner_judged_stands_there_before_the_next_round(world):
    make_answers(40, 3, "So late", world=world)
    read_all()
    late = make_opportunity(world, theme=make_theme("Delivery", "late"), effort_days=(None, None))
    rank_opportunities(NOW)
    change_opportunity(late, effort_days=(3, 9), by=world.office, at=NOW)
    assert standing_of(late, NOW).evidence.effort_judged == (3, 9)


def test_who_waits_for_a_new_count_is_told_when_it_is_there(world, signed_in, time_machine):
    time_machine.move_to(NOW, tick=False)
    late = make_opportunity(world)
    rank_opportunities(NOW)
    office, ask = signed_in(world.office), "/act/opportunities/counting/"
    pages = ("/act/opportunities/", f"/act/opportunities/{late.pk}/")
    assert office.get(ask).json() == {"is_counted": True}
    assert not any('role="status" data-counting' in office.get(page).content.decode() for page in pages)
    make_opportunity(world, title="Slots")
    assert office.get(ask).json() == {"is_counted": False}
    assert all('role="status" data-counting' in office.get(page).content.decode() for page in pages)
    rank_opportunities(NOW)
    assert office.get(ask).json() == {"is_counted": True}
