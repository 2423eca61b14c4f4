"""What a huddle talks about, taken from the team's own evidence, as it may stand on a wall: no customer's name, no address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from groundswell.act.praise.queries import praise_to_read
from groundswell.foundation.customers.models import Customer
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.signals.withholding import withheld_from_anybody
from groundswell.science.text.redaction import redacted
from groundswell.understand.themes.models import Theme

from .figures import Aim, Move, Number, PartFigure
from .models import Elevation, Huddle, Promise
from .steps import Step
from .today import CaseLine, Day, HandedOver

LOOK_BACK_FOR_THEMES = timedelta(days=90)
FIRST_LOOK_BACK = timedelta(days=30)
"""How far a team looks back that has never huddled before."""

SHOWN = 3


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise from an earlier huddle and how it stands: kept, let go, carried, due or open (its day has not come).

    ``whereabouts`` says why its owner cannot speak of it: "left" or "away".
    """

    promise: Promise
    state: str
    note: str = ""
    carried: int = 0
    whereabouts: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the team still says something about it today."""
        return self.state in {"due", "open"}


@dataclass(frozen=True, slots=True)
class Voice:
    """One customer's words as a team reads them aloud: without personal data, and whom to thank for them."""

    signal: Signal
    words: str
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many unhappy customers spoke of one theme."""

    theme: Theme
    count: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The steps and what each is about. New promises and the pulse are made in the huddle itself."""

    huddle: Huddle
    since: datetime
    steps: list[Step]
    promises: list[PromiseLine]
    last_pulse: int | None
    themes: list[ThemeCount]
    praise: list[Voice] = field(default_factory=list)
    pain: Voice | None = None
    number: Number | None = None
    aims: list[Aim] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    parts: list[PartFigure] = field(default_factory=list)
    waiting: list[CaseLine] = field(default_factory=list)
    days: list[Day] = field(default_factory=list)
    handed: list[HandedOver] = field(default_factory=list)
    raised_below: list[Elevation] = field(default_factory=list)
    of_members: list[Promise] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        """Which steps this agenda has."""
        return {step.key for step in self.steps}


def signals_between(unit_ids: Sequence[int], since: datetime, until: datetime) -> QuerySet[Signal]:
    """What customers told these units in a span of time, newest first."""
    said = living_signals().filter(unit_id__in=unit_ids, submitted_at__gt=since, submitted_at__lte=until)
    read_aloud = said.exclude(pk__in=withheld_from_anybody())
    return read_aloud.select_related("reading", "employee", "touchpoint", "unit", "customer")


def praise_in(
    unit_ids: Sequence[int], signals: QuerySet[Signal], since: datetime, until: datetime, most: int
) -> list[Voice]:
    """What to read aloud with a colleague to thank, each once and from each team one first; else a 9 or 10 with words."""
    found = praise_to_read(unit_ids, since, until, most)
    if found:
        return [Voice(one.signal, read_aloud(one.signal), str(one.person)) for one in found]
    warm = signals.filter(score__gte=9).exclude(comment="")
    signal = warm.filter(employee__isnull=False).first() or warm.first()
    return [Voice(signal, read_aloud(signal), str(signal.employee or ""))] if signal else []


def pain_in(signals: QuerySet[Signal]) -> Voice | None:
    """The lowest score with words; of equals the newest."""
    unhappy = signals.filter(score__lte=6).exclude(comment="")
    signal = unhappy.order_by("score", "-submitted_at", "-id").first()
    return Voice(signal, read_aloud(signal)) if signal else None


def read_aloud(signal: Signal) -> str:
    """A customer's words before a team: addresses and numbers masked, and the customer's own name, too."""
    reading = getattr(signal, "reading", None)
    words = (reading.redacted_comment if reading else "") or redacted(signal.comment).text
    return _without_name(words, signal.customer)


def _without_name(words: str, customer: Customer | None) -> str:
    names = [customer.name, *customer.name.split()] if customer and customer.name.strip() else []
    for name in sorted((one for one in names if len(one) > 2), key=len, reverse=True):
        words = re.sub(rf"\b{re.escape(name)}\b", "[name]", words, flags=re.IGNORECASE)
    return words


def themes_that_hurt(unit_ids: Sequence[int], until: datetime) -> list[ThemeCount]:
    """What the team's unhappy customers spoke of most in the last 90 days."""
    unhappy = signals_between(unit_ids, until - LOOK_BACK_FOR_THEMES, until).filter(score__lte=6)
    themes = Theme.objects.filter(retired_at=None, mentions__signal__in=unhappy.order_by().values("id"))
    counted = themes.annotate(told=Count("mentions")).order_by("-told", "name")
    return [ThemeCount(theme, theme.told) for theme in counted[:SHOWN]]
