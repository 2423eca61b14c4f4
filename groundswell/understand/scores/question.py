"""A question about scores as it stands in an address: read strictly, asked of the engine, or opened as a list of voices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils import timezone

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.surveys.editions import Edition, earlier, editions
from groundswell.listen.surveys.models import Invitation, KindOfScore
from groundswell.understand.evidence.attributes import voices_with
from groundswell.understand.evidence.models import AttributeValue
from groundswell.understand.themes.models import Theme

from .periods import PERIODS, Period, read_period
from .queries import Slice
from .question_parts import (
    UnreadableQuestion,
    attribute_of,
    edition_of,
    month_of,
    one_of,
    period_of,
    row_of,
    segment_of,
)

__all__ = ["GROUPS", "NAMES", "ONLY_OF_VOICES", "PERIODS", "Question", "UnreadableQuestion", "read_question"]

GROUPS = {"promoter": Q(score__gte=9), "passive": Q(score__gte=7, score__lte=8), "detractor": Q(score__lte=6)}
NAMES = (
    "kind",
    "period",
    "month",
    "unit",
    "without",
    "stage",
    "touchpoint",
    "channel",
    "segment",
    "theme",
    "attribute",
    "employee",
    "edition",
    "group",
    "score",
    "words",
    "every",
)

ONLY_OF_VOICES = ("group", "score", "words", "every")
"""What picks single voices; a score of them would say nothing, so no figure can be asked for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``today`` is the organisation's own day."""

    today: date
    kind: str = KindOfScore.EXPERIENCE
    period: str = "365"
    month: date | None = None
    unit: Unit | None = None
    without: Unit | None = None
    """All other parts: what a part is compared with as the rest."""
    stage: Stage | None = None
    touchpoint: Touchpoint | None = None
    channel: str = ""
    segment: str = ""
    theme: Theme | None = None
    attribute: AttributeValue | None = None
    """One value of something known about the customer or the occasion, such as a product."""
    employee: Person | None = None
    edition: Edition | None = None
    group: str = ""
    score: int | None = None
    words: bool = False
    every: bool = False
    """Every voice of every kind, also those without a score."""

    @property
    def span(self) -> Period:
        """The days it is about."""
        return read_period(f"{self.month:%Y-%m}" if self.month else self.period, self.today)

    @property
    def since(self) -> date:
        """The first day."""
        return self.span.since

    @property
    def until(self) -> date:
        """The last day."""
        return self.span.until

    @property
    def period_words(self) -> str:
        """The period as people say it."""
        return self.span.words

    def in_period(self, period: Period) -> "Question":
        """The same about other days."""
        return replace(self, month=None, period=period.code)

    def narrowed(self, **changes: Any) -> "Question":
        """The same, narrowed further."""
        return replace(self, **changes)

    def slice_for(self, user: User) -> Slice:
        """The question for the engine, cut to what the person may see."""
        asked = Slice(
            kind_of_score=self.kind,
            stage_id=self.stage and self.stage.pk,
            touchpoint_id=self.touchpoint and self.touchpoint.pk,
            channel=self.channel or None,
            segment=self.segment or None,
            theme_id=self.theme and self.theme.pk,
            attribute_id=self.attribute and self.attribute.pk,
            employee_id=self.employee and self.employee.pk,
            edition=self.edition and self.edition.id,
            since=self.since,
            until=self.until,
        )
        asked = asked.within(self.unit) if self.unit else asked
        return (asked.outside(self.without) if self.without else asked).within_sight_of(user)

    def voices_for(self, user: User) -> QuerySet[Signal]:
        """The voices behind the figure: the same question asked of the signals, cut to what the person may see."""
        return self.voices_among(signals_visible_to(user))

    def voices_among(
        self, found: QuerySet[Signal], hidden: Collection[int] | None = None
    ) -> QuerySet[Signal]:
        """The voices that the question is about. ``hidden`` are versions of the survey whose answers do not count; those of
        earlier wordings when nothing is said."""
        zone = timezone.get_default_timezone()
        start, end = (
            timezone.datetime.combine(day, timezone.datetime.min.time(), zone)
            for day in (self.since, self.until + timedelta(days=1))
        )
        found = found.filter(submitted_at__gte=start, submitted_at__lt=end)
        wanted = {
            "touchpoint__stage": self.stage,
            "touchpoint": self.touchpoint,
            "channel": self.channel or None,
            "customer__segment": self.segment or None,
            "employee": self.employee,
            "score": self.score,
            "mentions__theme": self.theme,
            "unit_id__in": subtree_ids(self.unit) if self.unit else None,
        }
        found = found.filter(**{field: value for field, value in wanted.items() if value is not None})
        if self.attribute:
            found = voices_with(found, self.attribute)
        if self.without:
            found = found.filter(unit__isnull=False).exclude(unit_id__in=subtree_ids(self.without))
        found = found if self.every else self._of_one_score(found, hidden)
        found = found.filter(GROUPS[self.group]) if self.group else found
        return found.exclude(comment="") if self.words else found

    def _of_one_score(self, found: QuerySet[Signal], hidden: Collection[int] | None) -> QuerySet[Signal]:
        """What counts for one figure: one kind of score, one wording, first asks only."""
        found = found.filter(kind_of_score=self.kind, score__isnull=False)
        found = found.exclude(invitation__purpose=Invitation.Purpose.SECOND_ASK)
        if self.edition:
            return found.filter(version__in=self.edition.version_ids)
        hidden = hidden_versions(self.kind) if hidden is None else hidden
        return found.filter(Q(version=None) | ~Q(version__in=hidden)) if hidden else found

    def address(self, **changes: Any) -> str:
        """The query string of this question, changed."""
        asked = replace(self, **changes)
        values = {
            "kind": "" if asked.every else asked.kind,
            "period": "" if asked.month else asked.period,
            "month": asked.month and f"{asked.month:%Y-%m}",
            "unit": asked.unit and asked.unit.pk,
            "without": asked.without and asked.without.pk,
            "stage": asked.stage and asked.stage.pk,
            "touchpoint": asked.touchpoint and asked.touchpoint.pk,
            "channel": asked.channel,
            "segment": asked.segment,
            "theme": asked.theme and asked.theme.pk,
            "attribute": asked.attribute and asked.attribute.address,
            "employee": asked.employee and asked.employee.pk,
            "edition": asked.edition and asked.edition.id,
            "group": asked.group,
            "score": asked.score,
            "words": "1" if asked.words else "",
            "every": "1" if asked.every else "",
        }
        return urlencode({name: value for name, value in values.items() if value not in (None, "")})


def hidden_versions(kind: str) -> list[int]:
    """The versions of surveys that asked with earlier words: their answers do not add up with the newest ones."""
    known = editions(kind)
    left_out = earlier(known)
    return [version for one in known if one.id in left_out for version in one.version_ids]


def read_question(
    given: Mapping[str, str],
    user: User,
    today: date,
    *,
    also: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
) -> Question:
    """Read a question from an address. Raises UnreadableQuestion for anything unknown or out of sight."""
    known = [name for name in (*NAMES, *also) if name not in without]
    strange = set(given) - set(known)
    if strange:
        raise UnreadableQuestion(
            f"“{sorted(strange)[0][:40]}” cannot be asked. You can ask by {', '.join(known)}."
        )
    text = {name: given.get(name, "").strip() for name in NAMES}
    kind = one_of("kind", text["kind"] or KindOfScore.EXPERIENCE, KindOfScore.values)
    return Question(
        today=today,
        kind=kind,
        period=period_of(text["period"] or "365", today),
        month=month_of(text["month"]),
        unit=row_of("unit", units_visible_to(user), text["unit"]),
        without=row_of("without", units_visible_to(user), text["without"]),
        stage=row_of("stage", Stage.objects.all(), text["stage"]),
        touchpoint=row_of("touchpoint", Touchpoint.objects.all(), text["touchpoint"]),
        channel=one_of("channel", text["channel"], ["", *Signal.Channel.values]),
        segment=segment_of(text["segment"]),
        theme=row_of("theme", Theme.objects.all(), text["theme"]),
        attribute=attribute_of(text["attribute"]),
        employee=row_of("employee", Person.objects.filter(unit__in=units_visible_to(user)), text["employee"]),
        edition=edition_of(kind, text["edition"]),
        group=one_of("group", text["group"], ["", *GROUPS]),
        score=int(one_of("score", text["score"], [str(n) for n in range(11)])) if text["score"] else None,
        words=one_of("words", text["words"], ["", "1"]) == "1",
        every=one_of("every", text["every"], ["", "1"]) == "1",
    )
