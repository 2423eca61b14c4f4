"""People to coach, with what helps: two voices that show a strength, one that shows where to grow, in customers' words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Prefetch, QuerySet

from groundswell.act.praise.queries import PRAISE_FROM
from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.listen.signals.models import PoorVoicePolicy, Signal, Withholding
from groundswell.listen.signals.queries import signals_visible_to
from groundswell.listen.signals.withholding import is_poor, policies_by_unit, working_hours_after
from groundswell.understand.themes.models import Mention

from .models import Conversation

LATELY = timedelta(days=60)
STRENGTHS = 2
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Helped:
    """One colleague and what a coach may talk about with them."""

    person: Person
    strengths: list[Signal]
    grow: Signal | None
    waits_for_coach: bool
    """The person does not see the voice yet: the coach comes first."""
    planned: Conversation | None

    @property
    def strength_words(self) -> str:
        """What customers praise, by themes."""
        return _themes(self.strengths)

    @property
    def grow_words(self) -> str:
        """What the unhappy customer spoke of."""
        return _themes([self.grow] if self.grow else [])


def _themes(signals: Iterable[Signal]) -> str:
    names = dict.fromkeys(mention.theme.name for signal in signals for mention in signal.mentions.all())
    return ", ".join(names)


def voices_about(people: QuerySet[Person], user: User, at: datetime) -> QuerySet[Signal]:
    """What customers wrote lately about episodes with these colleagues, as far as the coach may read it."""
    fresh = signals_visible_to(user).filter(
        employee__in=people.order_by().values("pk"), submitted_at__gt=at - LATELY, submitted_at__lte=at
    )
    themes = Prefetch("mentions", queryset=Mention.objects.select_related("theme"))
    with_words = fresh.exclude(comment="").select_related("touchpoint", "unit", "reading")
    return with_words.prefetch_related(themes).order_by("-submitted_at", "-pk")


def what_helps(people: QuerySet[Person], user: User, at: datetime) -> list[Helped]:
    """Each colleague, by name, with what helps; without what the two have talked about already."""
    voices: dict[int, list[Signal]] = defaultdict(list)
    for signal in voices_about(people, user, at)[:MOST]:
        voices[signal.employee_id or 0].append(signal)
    talks = Conversation.objects.filter(coach=user.person_id, called_off_at=None)
    talked = set(talks.filter(held_at__isnull=False).values_list("voices", flat=True))
    planned = {one.person_id: one for one in talks.filter(held_at=None)}
    waiting = set(
        Withholding.objects.filter(
            released_at=None, person__in=people.order_by().values("pk"), person=F("signal__employee")
        ).values_list("signal", flat=True)
    )
    policies = policies_by_unit()
    found = []
    for person in people:
        own = [signal for signal in voices[person.pk] if signal.pk not in talked]
        grow = next((one for one in own if _is_to_grow(one, policies, at)), None)
        found.append(
            Helped(
                person,
                [signal for signal in own if (signal.score or 0) >= PRAISE_FROM][:STRENGTHS],
                grow,
                grow is not None and grow.pk in waiting,
                planned.get(person.pk),
            )
        )
    return found


def _is_to_grow(signal: Signal, policies: dict[int, PoorVoicePolicy], at: datetime) -> bool:
    """A poor voice that is put before the coach by now."""
    policy = policies.get(signal.unit_id or 0) or PoorVoicePolicy()
    if not is_poor(signal.score, signal.kind, policy.poor_to):
        return False
    if policy.order != PoorVoicePolicy.Order.PERSON_FIRST:
        return True
    return working_hours_after(signal.received_at, policy.hours, signal.unit) <= at


def to_talk_with(helped: Sequence[Helped]) -> list[Helped]:
    """Those with a poor voice that nobody has talked about: first those who wait for it, each group by name."""
    fresh = [one for one in helped if one.grow]
    return sorted(fresh, key=lambda one: (not one.waits_for_coach, one.planned is not None, one.person.name))
