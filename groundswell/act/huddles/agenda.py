"""What a huddle talks about, taken from the team's own evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from groundswell.act.cases.models import Case
from groundswell.act.cases.queries import open_cases, with_places, with_state
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.look.components import Figure as ShownFigure
from groundswell.science.scores.figure import Figure
from groundswell.understand.scores.queries import Slice, score_of
from groundswell.understand.themes.models import Theme

from .models import Huddle, Promise

NUMBER_OVER = timedelta(days=90)
FIRST_LOOK_BACK = timedelta(days=30)
"""How far a team looks back that has never huddled before."""

SHOWN = 3


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise from an earlier huddle and how it stands: kept, carried, due or open (its day has not come)."""

    promise: Promise
    state: str
    note: str = ""
    carried: int = 0


@dataclass(frozen=True, slots=True)
class Voice:
    """One customer's words as a team reads them aloud: without personal data, with the colleague who was there."""

    signal: Signal
    words: str


@dataclass(frozen=True, slots=True)
class Number:
    """The team's own score over the last 90 days beside its target, and whether the two can be told apart."""

    figure: Figure
    target: float | None
    since: datetime
    until: datetime

    @property
    def shown(self) -> ShownFigure:
        """The score as a page shows it, with period and definition."""
        given = self.figure
        return ShownFigure(
            given.score,
            n=given.n,
            low=given.low,
            high=given.high,
            period="last 90 days",
            definition=given.definition.sentence,
            label="How likely customers are to recommend us, after an experience with this team",
        )

    @property
    def verdict(self) -> str:
        """In words; empty without a target or without a score."""
        low, high = self.figure.low, self.figure.high
        if self.target is None or low is None or high is None:
            return ""
        if low > self.target:
            return "Above the target, surely"
        if high < self.target:
            return "Below the target, surely"
        return "Too close to the target to tell apart"


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many unhappy customers spoke of one theme."""

    theme: Theme
    count: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """Eight steps in fifteen minutes. Steps seven and eight, new promises and the pulse, are made in the huddle."""

    huddle: Huddle
    since: datetime
    promises: list[PromiseLine]
    praise: Voice | None
    pain: Voice | None
    number: Number
    waiting: list[Case]
    themes: list[ThemeCount]
    last_pulse: int | None


def signals_between(unit_ids: Sequence[int], since: datetime, until: datetime) -> QuerySet[Signal]:
    """What customers told these units in a span of time, newest first."""
    said = living_signals().filter(unit_id__in=unit_ids, submitted_at__gt=since, submitted_at__lte=until)
    return said.select_related("reading", "employee", "touchpoint", "unit")


def praise_in(signals: QuerySet[Signal]) -> Voice | None:
    """A 9 or 10 with words to read aloud, with a colleague to name where there is one."""
    warm = signals.filter(score__gte=9).exclude(comment="")
    return _voice(warm.filter(employee__isnull=False).first() or warm.first())


def pain_in(signals: QuerySet[Signal]) -> Voice | None:
    """The lowest score with words; of equals the newest."""
    return _voice(
        signals.filter(score__lte=6).exclude(comment="").order_by("score", "-submitted_at", "-id").first()
    )


def _voice(signal: Signal | None) -> Voice | None:
    if signal is None:
        return None
    reading = getattr(signal, "reading", None)
    return Voice(signal, (reading.redacted_comment if reading else "") or signal.comment)


def number_of(unit_ids: Sequence[int], until: datetime, target: float | None) -> Number:
    """The experience score of these units over the last 90 days."""
    since = until - NUMBER_OVER
    days = {"since": timezone.localdate(since), "until": timezone.localdate(until)}
    return Number(score_of(Slice(unit_ids=tuple(sorted(unit_ids)), **days)), target, since, until)


def themes_that_hurt(unit_ids: Sequence[int], until: datetime) -> list[ThemeCount]:
    """What the team's unhappy customers spoke of most in the last 90 days."""
    unhappy = signals_between(unit_ids, until - NUMBER_OVER, until).filter(score__lte=6)
    themes = Theme.objects.filter(retired_at=None, mentions__signal__in=unhappy.order_by().values("id"))
    counted = themes.annotate(told=Count("mentions")).order_by("-told", "name")
    return [ThemeCount(theme, theme.told) for theme in counted[:SHOWN]]


def waiting_cases(unit_ids: Sequence[int], at: datetime) -> list[Case]:
    """Customers who have waited longer than promised: where a colleague may need help."""
    late = with_state(open_cases().filter(unit_id__in=unit_ids), at).filter(is_late=True)
    return list(with_places(late)[:SHOWN])
