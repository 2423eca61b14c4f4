"""The pages of scores: by anything, for one part, and two slices side by side."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from groundswell.foundation.access.actions import give_token
from groundswell.foundation.customers.models import Customer
from groundswell.foundation.organisation.models import Unit
from groundswell.understand.evidence.actions import read_new_signals
from groundswell.understand.scores import queries
from groundswell.understand.scores.comparing import read_pair
from groundswell.understand.scores.question import UnreadableQuestion, read_question
from groundswell.understand.scores.tree import tree_of
from groundswell.understand.themes.actions import make_theme
from tests.world import NOW, make_customer, make_signal, make_user

pytestmark = pytest.mark.once

DAYS = timedelta(days=1)


@pytest.fixture
def year(world, time_machine):
    """Leeds and York, two touchpoints; in York delivery has worsened this quarter."""
    time_machine.move_to(datetime(2026, 4, 2, 9, tzinfo=UTC))
    make_theme("Late parcels", "late", ["late"], by="test", at=NOW)
    for start, york in ((datetime(2025, 10, 5, tzinfo=UTC), 9), (datetime(2026, 1, 5, tzinfo=UTC), 2)):
        for number in range(40):
            at = start + number * 2 * DAYS
            make_signal(9, unit=world.leeds, touchpoint=world.delivery, at=at)
            make_signal(york, "Came late." if york < 5 else "", unit=world.york, touchpoint=world.delivery, employee=world.lead.person, at=at)  # fmt: skip
            make_signal(9 if number % 2 else 5, unit=world.york, touchpoint=world.returns, at=at)
    for _ in range(3):
        make_signal(0, unit=world.web, at=datetime(2026, 2, 1, tzinfo=UTC))
    read_new_signals(at=NOW)
    return world


def token_of(user) -> Client:
    _, secret = give_token("Lake", user, scopes=["scores"], lasts=99 * DAYS, by="test", at=timezone.now())
    return Client(headers={"authorization": f"Bearer {secret}"})


def page(client, path) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[-400:]
    return answer.content.decode()


def test_the_tree_rolls_up_by_counts_and_hides_the_small_part(year):
    question = read_question({"period": "2026-Q1"}, year.office, datetime(2026, 4, 2).date())
    (top,) = tree_of(question, year.office)
    shown = {branch.name: branch.shown.n for branch in top.flat()}
    assert shown == {"Linden & Lark": 123, "Shops": None, "Leeds": None, "York": None, "Web shop": None}


def test_a_tree_without_small_parts_shows_every_part(year):
    question = read_question({"period": "2025-Q4"}, year.office, datetime(2026, 4, 2).date())
    (top,) = tree_of(question, year.office)
    assert {branch.name: branch.shown.n for branch in top.flat()} == {
        "Linden & Lark": 120,
        "Shops": 120,
        "Leeds": 40,
        "York": 80,
    }


def test_a_score_of_the_last_months_says_that_nobody_answers_any_more(year, signed_in, time_machine):
    silent = "Nobody has answered since March 2026."
    april = page(signed_in(year.office), "/understand/")
    assert silent not in april, "April has only just begun"
    assert "The current month is not over" not in april, "and has no answer yet"
    time_machine.move_to(datetime(2026, 5, 2, 9, tzinfo=UTC))
    office = signed_in(year.office)
    assert silent in page(office, "/understand/")
    assert silent not in page(office, "/understand/?month=2026-02"), "that month is over anyway"
    first = page(signed_in(year.executive), "/")
    assert silent in first
    assert "Nobody wrote in the last two weeks." in first


def test_a_lead_sees_the_own_branch_only(year, signed_in):
    shown = page(signed_in(year.lead), "/understand/?by=unit&period=2025-Q4")
    assert "Leeds" in shown
    assert "York" not in shown
    assert signed_in(year.lead).get(f"/understand/units/{year.york.pk}/").status_code == 404


@pytest.mark.parametrize("by", ["touchpoint", "unit", "stage", "channel", "segment", "theme", "employee"])
def test_scores_stand_side_by_side_by_anything(year, signed_in, by):
    assert "points from 120 answers" in page(signed_in(year.office), f"/understand/?by={by}&period=2025-Q4")


def test_segments_of_customers_stand_side_by_side_and_open_their_voices(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    for segment, score in (("family", 9), ("business", 3)):
        for _ in range(6):
            customer = make_customer()
            Customer.objects.filter(pk=customer.pk).update(segment=segment)
            make_signal(score, unit=world.leeds, customer=customer, at=NOW - DAYS)
    read_new_signals(at=NOW)
    client = signed_in(world.office)
    shown = page(client, "/understand/?by=segment")
    assert shown.index("business") < shown.index("family")
    assert "segment=family" in shown
    assert "+100 points from 6 answers" in page(client, "/understand/?segment=family")
    assert page(client, "/voices/?segment=business").count("<article") == 6
    assert client.get("/understand/?segment=martians").status_code == 400


def test_colleagues_are_compared_by_those_who_answer_for_them_only(year, signed_in):
    analyst = make_user("Ann Analyst", year.root, "analyst")
    assert ">Colleague</a>" in page(signed_in(year.york_lead), "/understand/")
    assert ">Colleague</a>" not in page(signed_in(analyst), "/understand/")
    assert signed_in(analyst).get("/understand/?by=employee").status_code == 400
    one = f"employee={year.lead.person.pk}"
    assert signed_in(analyst).get(f"/understand/?{one}").status_code == 403
    assert token_of(analyst).get(f"/api/v1/scores?{one}").status_code == 403


def test_days_without_answers_show_no_empty_table(world, signed_in):
    shown = page(signed_in(world.office), "/understand/?period=2019")
    assert "Nobody has answered in these days" in shown
    assert "Promoters</th>" not in shown


def test_one_colleague_needs_ten_answers(world, signed_in, time_machine):
    time_machine.move_to(NOW)
    for _ in range(9):
        make_signal(9, unit=world.leeds, employee=world.frontline.person, at=NOW - DAYS)
    read_new_signals(at=NOW)
    shown = page(signed_in(world.lead), f"/understand/?employee={world.frontline.person.pk}")
    assert "Fewer than 10 answers" in shown
    assert "9 answers" not in shown


def test_a_part_has_a_page_that_says_what_moved(year, signed_in):
    shown = page(signed_in(year.office), f"/understand/units/{year.york.pk}/?period=2026-Q1")
    assert "Is the change real?" in shown
    assert "1 moved beyond what chance does" in shown
    assert "Delivery</a>: 200 points lower" in shown


def test_a_theme_is_not_taken_for_the_touchpoint_of_the_same_name(year, signed_in):
    make_theme("Delivery", "delivery", ["parcel"], by="test", at=NOW)
    for number in range(40):
        for start in (datetime(2025, 10, 5, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC)):
            at = start + number * 2 * DAYS
            make_signal(9, "My parcel came", unit=year.york, touchpoint=year.returns, at=at)
    read_new_signals(at=NOW)
    shown = page(signed_in(year.office), f"/understand/units/{year.york.pk}/?period=2026-Q1")
    assert "1 moved beyond what chance does" in shown
    assert ">Delivery</a>: 200 points lower" in shown
    assert ">“Delivery”</a>:" not in shown


def test_what_each_adds_is_named(year, signed_in):
    shown = page(signed_in(year.office), f"/understand/compare/?unit={year.york.pk}&period=2026-Q1")
    assert '<tr><th scope="row">Delivery</th><td class="number">' in shown


def test_a_question_about_one_touchpoint_is_compared_by_something_else(year, signed_in):
    shown = page(signed_in(year.office), f"/understand/?touchpoint={year.delivery.pk}")
    assert 'aria-current="page">Part of the organisation</a>' in shown
    assert "Within the same touchpoints" not in shown


def test_the_page_of_a_part_above_shows_its_teams_in_a_funnel(year, signed_in):
    shown = page(signed_in(year.office), f"/understand/units/{year.shops.pk}/?period=2025-Q4")
    assert "Which teams differ, and which only seem to" in shown
    assert f"/understand/units/{year.leeds.pk}/?kind=experience" in shown


def test_a_difference_comes_with_its_margin_and_what_it_is_made_of(year, signed_in):
    shown = page(signed_in(year.office), f"/understand/compare/?unit={year.york.pk}&period=2026-Q1")
    assert "Quarter 1 of 2026 stands" in shown
    assert "lower than quarter 4 of 2025" in shown
    assert "One comparison was made" in shown
    assert "2 were compared; 1 differs" in shown
    assert "Within the same touchpoints customers answered" in shown


def test_a_part_is_held_against_the_rest(year, signed_in):
    shown = page(
        signed_in(year.office), f"/understand/compare/?unit={year.york.pk}&against=rest&period=2025-Q4"
    )
    assert "All other parts" in shown
    assert f"without={year.york.pk}" in shown
    voices = page(signed_in(year.office), f"/voices/?without={year.york.pk}&period=2025-Q4")
    assert "of 40" in voices


@pytest.mark.parametrize(
    ("against", "words"),
    [
        ("unit:shops", "holds the other"),
        ("unit:", "within your sight"),
        ("unit:²", "within your sight"),
        ("period:2026-03", "share days"),
        ("period:never", "is no period"),
        ("before:2026", "cannot be compared with"),
        ("luck", "cannot be compared with"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_reason(year, against, words):
    question = read_question(
        {"unit": str(year.york.pk), "period": "2026-Q1"}, year.office, datetime(2026, 4, 2).date()
    )
    with pytest.raises(UnreadableQuestion, match=words):
        read_pair(question, against.replace("shops", str(year.shops.pk)), year.office)


def test_two_parts_and_two_stretches_of_days_are_compared(year, signed_in):
    client, two = signed_in(year.office), f"unit={year.york.pk}&against=unit:{year.leeds.pk}"
    assert "than Leeds" in page(client, f"/understand/compare/?{two}&period=2025-Q4")
    days = page(
        client,
        f"/understand/compare/?unit={year.york.pk}&period=2026-03&against=period:2026-01-05..2026-01-30",
    )
    assert "5 Jan 2026 to 30 Jan 2026" in days


def test_the_rest_needs_a_part_to_be_the_rest_of(year, signed_in):
    assert signed_in(year.office).get("/understand/compare/?against=rest").status_code == 400


@pytest.mark.parametrize(
    ("path", "engine", "most"),
    [
        ("/understand/?by=touchpoint", 5, 16),
        ("/understand/?by=attribute:product", 5, 18),
        ("/understand/?by=unit", 4, 16),
        ("/understand/units/{shops}/", 8, 40),
        ("/understand/compare/?unit={shops}&against=rest", 4, 30),
        ("/api/v1/scores?by=unit", 4, 15),
    ],
)
def test_the_number_of_questions_does_not_grow_with_the_organisation(
    year, signed_in, monkeypatch, django_assert_max_num_queries, path, engine, most
):
    asked = []
    counted = queries.histograms
    monkeypatch.setattr(queries, "histograms", lambda *given: asked.append(1) or counted(*given))
    make_signal(9, at=NOW, metadata={"product": "Shoes"})
    client, before = token_of(year.office) if path.startswith("/api/") else signed_in(year.office), 0
    for more in (0, 12):
        for number in range(more):
            team = Unit.objects.create(code=f"t{number}", name=f"Team {number}", parent=year.shops)
            make_signal(9, unit=team, at=NOW, metadata={"product": f"Product {number % 4}"})
        read_new_signals(at=NOW)
        asked.clear()
        with django_assert_max_num_queries(most) as found:
            client.get(path.format(shops=year.shops.pk))
        assert len(asked) <= engine
        if more:
            assert len(found) == before
        before = len(found)


def test_a_chart_leaves_as_a_table_and_as_a_drawing(year, signed_in):
    client = signed_in(year.office)
    table = client.get("/understand/?period=2025-Q4&by=touchpoint&chart=touchpoint&as=csv")
    assert table["Content-Type"].startswith("text/csv")
    first = next(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert (first["Name"], first["Points"], first["Answers"]) == ("Delivery", "100.0", "80")
    assert first["Figures of"] == "Experience score of the whole within sight"
    assert first["Days asked for"] == "quarter 4 of 2025 (2025-10-01 to 2025-12-31)"
    assert (first["Definition"], first["Counted on"]) == ("nps 1", "2026-04-02")
    drawing = client.get("/understand/?period=2025-Q4&by=touchpoint&chart=touchpoint&as=svg")
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.decode().startswith("<svg")
    assert "var(" not in drawing.content.decode()
    assert client.get("/understand/?chart=secrets&as=csv").status_code == 400


def test_the_link_of_a_chart_asks_for_the_same_days_next_year(year, signed_in):
    shown = page(signed_in(year.office), "/understand/?period=30")
    assert "period=2026-03-04..2026-04-02" in shown
