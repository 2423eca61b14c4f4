"""The parts: what a person reads in each state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from groundswell.look import numbers
from groundswell.look.clock import read_clock, read_day, span_in_words
from groundswell.look.components import Fact, Figure, TraceStep, Voice
from groundswell.look.icons import ICONS, icon_of

NOON = datetime(2026, 5, 14, 12, tzinfo=UTC)


def shown(template: str, **context: object) -> str:
    page = Template("{% load look %}" + template).render(Context(context))
    return " ".join(page.split())


def test_a_figure_carries_margin_n_period_and_definition() -> None:
    figure = Figure(31.6, 1204, 28.2, 35.1, period="April 2026", definition="How it is counted")
    page = shown('{% figure_of figure url="/voices" %}', figure=figure)
    for words in (">32<", "Between 28 and 35", "April 2026", "How it is counted"):
        assert words in page
    assert '<a href="/voices">1,204 answers</a>' in page


def test_a_figure_may_be_a_dict_with_a_margin() -> None:
    page = shown("{% figure_of figure %}", figure={"score": -3.2, "margin": 4.1, "n": 1})
    assert "−3" in page
    assert "Give or take 4" in page
    assert ">1 answer<" in page


def test_too_few_answers_is_an_answer_with_a_reason() -> None:
    page = shown("{% figure_of figure %}", figure=Figure(50, 8, is_thin=True, reason="30 would do"))
    assert "Too few to tell: 30 would do" in page
    assert "figure--thin" in page


def test_nobody_answered_is_a_dash_not_a_nought() -> None:
    page = shown("{% figure_of figure %}", figure=Figure(None, 0))
    assert '<span class="figure__number">–</span>' in page
    assert "Nobody has answered yet" in page


def test_a_voice_is_escaped_and_its_facts_follow() -> None:
    voice = Voice(
        "<b>Late</b>", 0, "detractor", "A customer", NOON, "Returns", themes=("Delivery",), url="/v/1"
    )
    page = shown("{% voice_card voice %}", voice=voice)
    assert "&lt;b&gt;Late" in page
    assert "<b>0</b> of 10, detractor" in page
    assert "14 May 2026" in page
    assert 'href="/v/1"' in page


def test_a_voice_without_score_shows_no_scale() -> None:
    assert "of 10" not in shown("{% voice_card voice %}", voice={"text": "Fine"})


@pytest.mark.parametrize(
    ("due_in", "done_in", "state", "words"),
    [
        (timedelta(days=2), None, "open", "Due in 2 days"),
        (timedelta(hours=4), None, "soon", "Due in 4 hours"),
        (timedelta(0), None, "soon", "Due in 1 minute"),
        (timedelta(hours=-50), None, "overdue", "Overdue by 2 days"),
        (timedelta(hours=1), timedelta(hours=1), "kept", "Kept in time"),
        (timedelta(hours=1), timedelta(hours=2), "late", "Kept 1 hour late"),
    ],
)
def test_a_clock_reads_in_words(due_in: timedelta, done_in: timedelta | None, state: str, words: str) -> None:
    done_at = None if done_in is None else NOON + done_in
    reading = read_clock(NOON + due_in, NOON, done_at)
    assert (reading.state, reading.words) == (state, words)
    page = shown("{% due at now=now done_at=done %}", at=NOON + due_in, now=NOON, done=done_at)
    assert words in page
    assert f"icon-{reading.icon}" in page


def test_no_due_time_shows_nothing() -> None:
    assert shown("{% due at %}", at=None) == ""


def test_spans_are_rounded_down_to_one_unit() -> None:
    assert span_in_words(timedelta(hours=47)) == "1 day"


def test_a_trace_says_done_now_and_not_yet() -> None:
    steps = [TraceStep("Heard", "done", url="/1"), TraceStep("Fixed", "current"), TraceStep("Told")]
    page = shown("{% trace steps %}", steps=steps)
    assert [page.count(word) for word in (">Done<", ">Now<", ">Not yet<")] == [1, 1, 1]
    assert page.count('aria-current="step"') == 1


def test_facts_without_a_value_are_left_out() -> None:
    page = shown(
        "{% facts items %}", items=[("Order", "LL-1"), Fact("Phone", None), {"label": "Since", "value": 0}]
    )
    assert page.count("<dt>") == 2
    assert "Phone" not in page


def test_an_empty_state_has_one_button() -> None:
    page = shown('{% empty_state "No promises yet" what="a" why="b" button="Start" url="/h" %}')
    assert page.count('class="button"') == 1


def test_progress_shows_its_numbers() -> None:
    page = shown('{% progress 7412 20000 "Reading" %}')
    assert "7,412 of 20,000" in page
    assert '<progress max="20000" value="7412"' in page


def test_pages_keep_the_filters() -> None:
    request = RequestFactory().get("/voices", {"unit": "3", "page": "2"})
    page = Paginator(range(100), 10).page(2)
    shown_page = shown("{% pagination page %}", page=page, request=request)
    assert "?unit=3&amp;page=1" in shown_page
    assert "11 to 20 of 100" in shown_page


def test_a_sorted_column_says_how_and_turns_around() -> None:
    page = shown('{% sort_header "Score" "score" current="score" number=True %}')
    assert 'aria-sort="ascending"' in page
    assert 'href="?sort=-score"' in page


def test_the_scale_is_eleven_equal_choices() -> None:
    page = shown('{% scale "score" "Would you?" value=0 %}')
    assert page.count('type="radio"') == 11
    assert page.count(" checked") == 1
    assert shown('{% scale "score" "Would you?" buttons=True %}').count("<button") == 11


class Form(forms.Form):
    name = forms.CharField(label="Your name", help_text="As on the parcel.")


def test_a_field_points_to_its_hint_and_its_error() -> None:
    page = shown("{% field form.name %}", form=Form({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_helptext"' in page
    assert 'id="id_name_error"' in page
    assert 'aria-invalid="true"' in page


def test_the_two_ends_of_a_range_stand_side_by_side() -> None:
    class Ranged(forms.Form):
        before = forms.CharField()
        days_low = forms.IntegerField()
        days_high = forms.IntegerField()
        after = forms.CharField()

    page = shown("{{ form }}", form=Ranged())
    start, end = page.index('<div class="form abreast">'), page.index("id_days_high")
    assert page.index("id_before") < start < page.index("id_days_low") < end < page.index("id_after")
    assert page.count("<div") == page.count("</div>")


def test_a_whole_form_begins_with_what_is_wrong() -> None:
    page = shown("{{ form }}", form=Form({"name": ""}))
    assert 'href="#id_name"' in page
    assert page.index('role="alert"') < page.index("<input")
    assert 'role="alert"' not in shown("{{ form }}", form=Form())


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_silent_unless_named(name: str) -> None:
    assert 'aria-hidden="true"' in icon_of(name)
    assert 'aria-label="Due &amp; late"' in icon_of(name, "Due & late")


def test_numbers_are_written_with_a_true_minus_and_never_a_nought_for_nothing() -> None:
    assert [numbers.plain(value) for value in (1204.6, -3, -0.2, None)] == ["1,205", "−3", "0", "–"]
    assert [numbers.signed(value) for value in (4, -4, 0.3, None)] == ["+4", "−4", "0", "–"]
    assert [numbers.share(value) for value in (0.314, None)] == ["31%", "–"]
    assert [numbers.money(value) for value in (1204, -5_100_000, None)] == ["£1,204", "−£5.10m", "–"]
    assert [numbers.shortened(value) for value in (1200, 400_000, 3_400_000, 0.5)] == [
        "1.2k",
        "400k",
        "3.4m",
        "0.5",
    ]


def test_a_day_is_written_as_people_write_it() -> None:
    assert (
        shown("{{ at|day }} {{ words|day }}", at=date(2026, 5, 4), words="yesterday")
        == "4 May 2026 yesterday"
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [(-2, "Overdue by 2 days"), (0, "Due today"), (1, "Due tomorrow"), (5, "Due in 5 days")],
)
def test_a_promise_for_a_day_is_read_on_the_calendar(days, words):
    today = date(2026, 3, 11)
    assert read_day(today + timedelta(days=days), today).words == words


def test_a_promise_for_a_day_shows_on_a_page():
    assert "Due tomorrow" in shown("{% due on %}", on=date(2026, 5, 15), now=NOON)


def test_an_open_choice_is_empty_not_a_row_of_dashes():
    class Form(forms.Form):
        when = forms.TypedChoiceField(choices=[("", "---------"), ("now", "Now")], required=False)

    page = str(Form())
    assert '<option value="" selected></option>' in page
    assert ">Now</option>" in page
