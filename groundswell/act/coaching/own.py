"""What customers said about one colleague, for that colleague alone: the good first; a figure only of enough answers."""

from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Case, F, Min, Q, QuerySet, Value, When
from django.utils import timezone

from groundswell.act.praise.queries import PRAISE_FROM
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import PoorVoicePolicy, Signal
from groundswell.listen.signals.queries import living_signals
from groundswell.listen.signals.withholding import not_withheld, policies_by_unit, waits_about
from groundswell.look.components import Figure
from groundswell.understand.scores.queries import Slice, score_of

FIGURE_OVER = timedelta(days=90)
FRESH = timedelta(days=14)


def own_voices(user: User) -> QuerySet[Signal]:
    """Every voice about an episode with this reader, wherever it was, but for what the coach sees first."""
    if user.person_id is None:
        return Signal.objects.none()
    mine = living_signals().filter(not_withheld(user), employee=user.person_id)
    return mine.select_related("touchpoint", "unit", "reading")


def good_first(voices: QuerySet[Signal], since: datetime) -> QuerySet[Signal]:
    """The newest day first and of the last two weeks the good ones on top, whatever came after them."""
    good = Q(score__gte=PRAISE_FROM, submitted_at__gt=since) & ~Q(comment="")
    is_good = Case(When(good, then=Value(True)), default=Value(False), output_field=BooleanField())
    return voices.annotate(is_good=is_good).order_by("-is_good", F("submitted_at").desc(), "-pk")


def own_figure(user: User, at: datetime) -> tuple[Figure, date, date]:
    """The own experience score of 90 days, never of fewer than ten answers, with its first and last day.

    It ends before the first voice that the reader does not see yet: a number must not tell what the words may not.
    """
    until, since = timezone.localdate(at), timezone.localdate(at - FIGURE_OVER)
    first = Signal.objects.filter(pk__in=waits_about(user.person_id)).aggregate(first=Min("submitted_at"))[
        "first"
    ]
    if first is not None:
        until = min(until, timezone.localdate(first) - timedelta(days=1))
    found = score_of(Slice(employee_id=user.person_id, since=since, until=until))
    shown = Figure(
        found.score,
        found.n,
        found.low,
        found.high,
        period=f"{since:%-d %B} to {until:%-d %B %Y}",
        definition=found.definition.sentence,
        is_thin=not found.is_known,
        reason=found.reason or "",
        label="How likely your customers are to recommend us",
    )
    return shown, since, until


def voices_counted(user: User, since: date, until: date) -> QuerySet[Signal]:
    """The voices behind the own figure."""
    days = {"submitted_at__date__gte": since, "submitted_at__date__lte": until}
    return own_voices(user).filter(kind_of_score="experience", score__isnull=False, **days)


def policy_for(unit: Unit) -> PoorVoicePolicy:
    """Who sees a poor voice of this unit first; both at once where nobody said anything."""
    return policies_by_unit().get(unit.pk) or PoorVoicePolicy(unit=unit)


def policy_words(unit: Unit) -> str:
    """The same in a sentence for those whom it is about."""
    policy = policy_for(unit)
    said = f"A voice up to {policy.poor_to} or a complaint"
    hours = f"{policy.hours} working hour{'s' if policy.hours != 1 else ''}"
    if policy.order == PoorVoicePolicy.Order.COACH_FIRST:
        return f"{said} is shown to the coach first, and to whom it is about when they have talked or after {hours}."
    if policy.order == PoorVoicePolicy.Order.PERSON_FIRST:
        return f"{said} is shown to whom it is about first, and to those who lead them {hours} later."
    return f"{said} is shown to whom it is about and to the coach at once."


def is_own(signal: Signal, person: Person | None) -> bool:
    """Whether a voice is attributed to this colleague."""
    return person is not None and signal.employee_id == person.pk
