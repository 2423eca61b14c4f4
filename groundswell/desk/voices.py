"""Voices as cards."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from groundswell.foundation.access.models import User
from groundswell.foundation.access.rules import sees_names
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import with_places
from groundswell.look.components import Voice
from groundswell.understand.themes.models import Mention


def cards(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """The signals with everything that a card shows: three queries whatever their number."""
    mentions = Mention.objects.select_related("theme")
    return (
        with_places(signals)
        .select_related("reading__batch", "version__survey")
        .prefetch_related(Prefetch("mentions", queryset=mentions))
    )


def card(signal: Signal, *, names: bool = True) -> Voice:
    """One voice. Words appear without personal data; the customer's name only to colleagues who serve them."""
    reading = getattr(signal, "reading", None)
    words = reading.redacted_comment if reading else signal.comment
    return Voice(
        text=words,
        score=signal.score,
        kind=kind_of(signal),
        who=str(signal.customer) if names and signal.customer else "",
        said_at=signal.submitted_at,
        touchpoint=str(signal.touchpoint or ""),
        unit=str(signal.unit or ""),
        channel=signal.get_channel_display(),
        rating=rating_of(signal),
        themes=[mention.theme.name for mention in signal.mentions.all()],
        url=reverse("desk:voice", args=[signal.pk]),
    )


def kind_of(signal: Signal) -> str:
    """Promoter, passive or detractor; a complaint is a complaint."""
    if signal.score is None:
        return "complaint" if signal.kind == Signal.Kind.COMPLAINT else ""
    return "promoter" if signal.is_promoter else "detractor" if signal.is_detractor else "passive"


def rating_of(signal: Signal) -> str:
    """Stars or smileys in words; they never count as a score from 0 to 10."""
    return "" if signal.rating is None else f"rated {signal.rating} of {signal.rating_of}"


def as_cards(signals: Iterable[Signal], viewer: User) -> list[Voice]:
    """Cards for one viewer."""
    return [card(signal, names=sees_names(viewer)) for signal in signals]


def customer_address(signal: Signal) -> str:
    """The page of the customer who said it."""
    return reverse("desk:customer", args=[signal.customer_id]) if signal.customer_id else ""


def facts_of(signal: Signal, *, names: bool) -> list[tuple[object, ...]]:
    """Who, where, when: the places of the episode as they were at its moment."""
    version = signal.version
    return [
        ("Customer", signal.customer if names else None, customer_address(signal) if names else ""),
        ("Part of the organisation", signal.unit),
        ("Colleague", signal.employee),
        ("Touchpoint", signal.touchpoint),
        ("Channel", signal.get_channel_display()),
        ("Rating", f"{signal.rating} of {signal.rating_of}" if signal.rating is not None else None),
        ("Kind of score", signal.get_kind_of_score_display() or None),
        ("Asked with", f"{version.survey.title}, version {version.number}" if version else None),
        ("Source", f"{signal.source}, {signal.key}" if signal.source.endswith("file") else signal.source),
    ]
