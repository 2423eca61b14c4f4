"""What happens with praise: it is found, a colleague says thank you, and may take a card back."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person, Unit
from groundswell.listen.signals.models import Signal
from groundswell.listen.signals.queries import signals_visible_to

from .errors import CardAlreadyTakenBack, NobodyThanksThemselves, VoiceNotSeenByBoth
from .models import Praise, Search, ThankYou
from .naming import Names, names_of
from .queries import may_praise, readers_of

LOOK_BACK, AT_ONCE = 1_000, 5_000
FRESH = timedelta(days=30)


def find_praise(*, at: datetime) -> int:
    """Look through what arrived for 9s and 10s that name a colleague. It may run twice: each is kept once."""
    search, _ = Search.objects.get_or_create(pk=1)
    newest = Signal.objects.aggregate(newest=Max("pk"))["newest"] or 0
    new = may_praise().filter(pk__gt=search.through - LOOK_BACK, pk__lte=newest, received_at__gt=at - FRESH)
    found = 0
    wanted = new.filter(praise=None).order_by("pk").only("pk", "unit_id", "employee_id", "comment")
    for signals in _portions(wanted.iterator(chunk_size=AT_ONCE)):
        found += keep_praise(signals, at=at)
    Search.objects.filter(pk=1, through__lt=newest).update(through=newest)
    return found


def _portions(signals: Iterable[Signal]) -> Iterable[list[Signal]]:
    portion: list[Signal] = []
    for signal in signals:
        portion.append(signal)
        if len(portion) == AT_ONCE:
            yield portion
            portion = []
    yield portion


def keep_praise(signals: Iterable[Signal], *, at: datetime) -> int:
    """Keep for each signal whom it praises: who served, and who is named in the words."""
    people, rows = defaultdict[int | None, list[Person]](list), []
    for person in Person.objects.filter(left_on=None):
        people[person.unit_id].append(person)
    names: dict[int | None, Names] = {}
    for signal in signals:
        team = names.setdefault(signal.unit_id, names_of(people[signal.unit_id]))
        named = dict.fromkeys(team.found_in(signal.comment), Praise.FoundBy.WORDS)
        if signal.employee_id:
            named[signal.employee_id] = Praise.FoundBy.SERVED
        rows += [
            Praise(signal=signal, person_id=one, found_by=how, found_at=at) for one, how in named.items()
        ]
    Praise.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


@transaction.atomic
def thank(
    to: Person | Unit,
    *,
    words: str,
    by: User,
    at: datetime,
    signal: Signal | None = None,
    is_for_the_huddle: bool = True,
) -> ThankYou:
    """Say thank you to a colleague or a team. A customer is quoted only where those who are thanked may read it anyway."""
    if to == by.person:
        raise NobodyThanksThemselves
    if signal is not None and not all(
        signals_visible_to(reader).filter(pk=signal.pk).exists() for reader in (by, *readers_of(to))
    ):
        raise VoiceNotSeenByBoth(to)
    whom = {"person": to} if isinstance(to, Person) else {"team": to}
    card = ThankYou.objects.create(
        sender=by.person, words=words, signal=signal, is_for_the_huddle=is_for_the_huddle, at=at, **whom
    )
    record("thanked a colleague", card, by=by, at=at)
    return card


@transaction.atomic
def take_back(card: ThankYou, *, by: User, at: datetime) -> None:
    """The sender takes a card back; nobody sees it any more."""
    if not ThankYou.objects.filter(pk=card.pk, taken_back_at=None).update(taken_back_at=at):
        raise CardAlreadyTakenBack
    record("took a thank-you back", card, by=by, at=at)
