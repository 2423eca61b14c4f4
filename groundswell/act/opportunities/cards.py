"""Voices behind an opportunity as the pages show them: words without personal data, no names."""

from collections.abc import Iterable, Sequence

from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.look.components import Voice
from groundswell.science.text.quotes import best_quotes
from groundswell.science.text.words import sentences_in
from groundswell.understand.themes.models import Mention

from .models import Opportunity
from .voices import newest_behind, questions_of

TO_CHOOSE_FROM = 60


def voices_within_sight(
    opportunity: Opportunity, user: User, count: int | None = None, **narrowed: object
) -> list[int]:
    """The ids of the voices behind it that a person may read, newest first."""
    return newest_behind(opportunity, signals_visible_to(user).filter(**narrowed), count)


def with_words(ids: Sequence[int]) -> list[Signal]:
    """These voices in this order with all that a card shows."""
    found = Signal.objects.select_related("touchpoint", "unit", "reading").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def telling_voices(opportunity: Opportunity, user: User, count: int = 3) -> list[Voice]:
    """The sentences that say it best, out of the newest voices within sight: of a theme those that show it.

    Where too few are long enough to be quoted, shorter ones of the lowest scores, each said once; where none is, whole voices.
    """
    wordy = {"comment__gt": "", "reading__isnull": False}
    signals = with_words(voices_within_sight(opportunity, user, TO_CHOOSE_FROM, **wordy))
    words = [signal.reading.redacted_comment for signal in signals]
    shown = _words_that_show_it(opportunity, signals)
    if shown:
        words = [_about(shown.get(signal.pk, ""), said) for signal, said in zip(signals, words, strict=True)]
    quotes = best_quotes(words, count, "negative") or best_quotes(words, count)
    lowest = sorted(
        zip(signals, words, strict=True),
        key=lambda one: (one[0].pk not in shown, one[0].score is None, one[0].score),
    )
    if not quotes:
        return as_cards([signal for signal, _ in lowest[:count]] if shown else signals[:count])
    cards = [card_of(signals[quote.comment], quote.text) for quote in quotes]
    quoted = {signals[quote.comment].pk for quote in quotes}
    for signal, said in lowest:
        if (
            len(cards) < count
            and said
            and signal.pk not in quoted
            and said not in {one.text for one in cards}
        ):
            cards.append(card_of(signal, said))
    return cards


def _words_that_show_it(opportunity: Opportunity, signals: Sequence[Signal]) -> dict[int, str]:
    """The words that showed its theme, by voice; empty without a theme."""
    themes = {one.theme_id for _, one in questions_of([opportunity]) if one.theme_id}
    found = Mention.objects.filter(theme__in=themes, signal__in=[one.pk for one in signals])
    return dict(found.values_list("signal", "words")) if themes else {}


def _about(shown: str, said: str) -> str:
    """The sentences with these words; none where they do not stand in one."""
    sentences = [said[span.start : span.end] for span in sentences_in(said)]
    return " ".join(one for one in sentences if shown and shown.casefold() in one.casefold())


def as_cards(signals: Iterable[Signal]) -> list[Voice]:
    """Each signal as a card."""
    return [card_of(signal) for signal in signals]


def card_of(signal: Signal, words: str = "") -> Voice:
    """One card; words not yet read for personal data are not shown."""
    reading = getattr(signal, "reading", None)
    return Voice(
        text=words or (reading.redacted_comment if reading else "") or "No words, only a number.",
        score=signal.score,
        said_at=signal.submitted_at,
        touchpoint=str(signal.touchpoint or ""),
        unit=str(signal.unit or ""),
        channel=signal.get_channel_display(),
        url=reverse("desk:voice", args=[signal.pk]),
    )
