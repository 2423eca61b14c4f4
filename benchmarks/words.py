"""Understanding a comment beside the sentiment word list alone."""

import csv
from collections.abc import Iterator
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from groundswell.science.text.redaction import redacted
from groundswell.science.text.sentiment import read_sentiment
from groundswell.science.text.themes import ThemeMatcher, ThemePattern

from .bar import Bar, at_most, cpu_seconds

VOICES = Path(__file__).resolve().parent.parent / "demo/voices/womens_clothing_reviews.csv"
TERMS = {
    "fit": ("fit", "size", "tight"),
    "fabric": ("fabric", "material", "quality"),
    "price": ("price", "sale", "worth"),
}


def bars() -> Iterator[Bar]:
    """Sentiment, personal data and themes of real clothing reviews."""
    if not VOICES.exists():
        return
    with VOICES.open(newline="", encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:1000]
    matcher = ThemeMatcher(ThemePattern(code, terms) for code, terms in TERMS.items())
    alone = SentimentIntensityAnalyzer()

    def whole() -> None:
        for text in texts:
            read_sentiment(text), redacted(text), matcher.find_themes(text)

    yield at_most(
        f"sentiment, personal data and themes of {len(texts):,} reviews, CPU s",
        cpu_seconds(whole),
        "VADER alone",
        cpu_seconds(lambda: [alone.polarity_scores(text) for text in texts]),
        5,
    )
