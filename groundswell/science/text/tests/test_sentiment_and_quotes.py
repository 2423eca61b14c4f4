"""How a comment feels, and which sentence of it is read aloud."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.science.text.quotes import best_quote, best_quotes
from groundswell.science.text.sentiment import MODEL, Sentiment, read_sentiment
from groundswell.science.text.words import sentences_in


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        # Values printed in the README of vaderSentiment (Hutto & Gilbert 2014).
        ("VADER is smart, handsome, and funny.", "positive", 0.8316),
        ("VADER is VERY SMART, handsome, and FUNNY.", "positive", 0.9227),
        ("VADER is VERY SMART, handsome, and FUNNY!!!", "positive", 0.9342),
        ("The book was good.", "positive", 0.4404),
        ("At least it isn't a horrible book.", "positive", 0.431),
        ("Today SUX!", "negative", -0.5461),
        ("I bought a shirt on Tuesday.", "neutral", 0.0),
    ],
)
def test_comments_read_as_published(text, label, value):
    assert read_sentiment(text) == Sentiment(label, pytest.approx(value, abs=1e-4), MODEL)


@pytest.mark.parametrize("text", ["", "  \n ", "...", "?!"])
def test_nothing_to_read_has_no_label(text):
    assert read_sentiment(text) == Sentiment(None, None)


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_any_text_is_read(text):
    found = read_sentiment(text)
    assert (found.label is None) == (found.value is None)
    assert found.value is None or -1 <= found.value <= 1


ANGRY = "The jacket fell apart after one wash and the staff were rude and horrible about it."
GLAD = "I love this wonderful shop because the people are so kind and happy to help."


def test_the_most_strongly_felt_sentence_is_quoted_with_its_place():
    comments = ["It was all right I suppose and the queue was not that long.", f"Hello. {GLAD} Bye."]
    quote = best_quote(comments)
    assert (quote.text, quote.comment) == (GLAD, 1)
    assert comments[1][quote.start : quote.end] == GLAD
    assert quote.sentiment > 0.8


def test_a_mood_is_kept():
    assert best_quote([GLAD, ANGRY], mood="negative").text == ANGRY
    assert best_quote([GLAD], mood="negative") is None


def test_short_and_endless_sentences_are_not_quoted():
    assert best_quote(["Awful, horrible, terrible shop."]) is None
    assert best_quote(["I hate it " * 20]) is None


def test_nobody_is_identified_by_a_quote():
    assert best_quote([f"{ANGRY[:-1]}, so call me on +44 20 7946 0958."]) is None
    found = best_quote([f"{ANGRY} Write to jo@example.org and tell me what on earth you will do."])
    assert found.text == ANGRY


def test_quotes_come_from_different_comments_and_never_twice():
    quotes = best_quotes([f"{ANGRY} {GLAD}", ANGRY, GLAD], 5)
    assert sorted(quote.text for quote in quotes) == sorted({quote.text for quote in quotes})
    assert len({quote.comment for quote in quotes}) == len(quotes) == 2


def test_sentences_end_at_marks_and_lines():
    text = 'First one. "Second one!" Third\nfourth? 3.5 stars...  '
    found = [text[span.start : span.end] for span in sentences_in(text)]
    assert found == ["First one.", '"Second one!', "Third", "fourth?", "3.5 stars..."]
