"""Letters become registered decisions: at once where they went to somebody's own filing address, else after a colleague's click.

What a letter says is data: it registers, and approves nothing. Who it says that it is from proves nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.connections.models import FiledLetter

from .errors import DecisionRefused
from .filing import who_proved
from .letters import label_of, read_letter_words
from .models import FilingAddress, RegisteredDecision
from .rules import may_set_limits
from .told import Told, read_told, take_told

WAITS_FOR = timedelta(days=30)
AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that nobody proved to have sent, with the title that it gives."""

    letter: FiledLetter
    title: str


def read_letters(*, at: datetime) -> tuple[int, int]:
    """Read what waits: how many decisions are new, and how many letters could not be used."""
    registered = refused = 0
    for letter in FiledLetter.objects.filter(read_at=None)[:AT_ONCE]:
        made = read_one(letter, at=at)
        registered, refused = registered + (made is True), refused + (made is None)
    return registered, refused


@transaction.atomic
def read_one(letter: FiledLetter, *, at: datetime) -> bool | None:
    """Read one letter, once: True where it registered, False where it waits for a click or was read, None where it is unusable.

    Its words are forgotten when they stand on the register.
    """
    letter = FiledLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.read_at is not None:
        return False
    letter.read_at, sender, registered = at, who_proved(letter.proof), False
    try:
        told = _told_in(letter)
        if sender is not None:
            _register(letter, told, by=sender, at=at)
            letter.words, registered = "", True
    except DecisionRefused as refusal:
        letter.problem = _problem_of(refusal)
    letter.save(update_fields=["read_at", "problem", "words"])
    return None if letter.problem else registered


@transaction.atomic
def take_letter(letter: FiledLetter, *, by: User, at: datetime, words: str = "") -> RegisteredDecision:
    """Say that a letter is ours, with its words put right where they could not be used: it registers in the name of whoever
    says so. The first word stands. Raises DecisionRefused; the letter stays as it came."""
    letter = _still_waiting(letter)
    try:
        told = read_told({**read_letter_words(words or letter.words), "key": letter.key})
    except DecisionRefused as refusal:
        raise DecisionRefused(_problem_of(refusal)) from refusal
    made = _register(letter, told, by=by, at=at)
    letter.words = letter.problem = ""
    letter.save(update_fields=["words", "problem"])
    return made


@transaction.atomic
def throw_away_letter(letter: FiledLetter, *, by: User, at: datetime) -> None:
    """Say that a letter is not ours. Its words go at once."""
    letter = _still_waiting(letter)
    letter.words, letter.problem = "", f"{by.person or 'Somebody'} says that it is not ours."[:300]
    letter.save(update_fields=["words", "problem"])
    record("threw a letter away", letter, by=by, at=at)


def forget_letters(*, at: datetime) -> None:
    """The words of what nobody took or put right go after a month; that there was a letter stays."""
    FiledLetter.objects.filter(read_at__lt=at - WAITS_FOR).exclude(words="").update(words="")


def letters_to_take(user: User) -> QuerySet[FiledLetter]:
    """Letters that wait for a click or for better words: all for those who may set the limits, else those that went to one's
    own filing address, and those with one's own address as sender that went to nobody's."""
    waiting = FiledLetter.objects.filter(read_at__isnull=False).exclude(words="")
    if may_set_limits(user):
        return waiting
    if not user.is_authenticated or user.person is None or user.role == User.Role.PARTNER:
        return FiledLetter.objects.none()
    addresses = FilingAddress.objects.all()
    mine = Q(proof__in=addresses.filter(person=user.person).values("digest"))
    if user.person.email:
        mine |= Q(sender__iexact=user.person.email) & ~Q(proof__in=addresses.values("digest"))
    return waiting.filter(mine)


def with_titles(letters: Iterable[FiledLetter]) -> list[Waiting]:
    """Each with what it calls the decision, those with a problem first."""
    return [
        Waiting(one, str(read_letter_words(one.words).get("title", ""))[:160])
        for one in sorted(letters, key=lambda one: not one.problem)
    ]


def _told_in(letter: FiledLetter) -> Told:
    return read_told({**read_letter_words(letter.words), "key": letter.key})


def _problem_of(refusal: DecisionRefused) -> str:
    return f"{label_of(refusal.field)}: {refusal}"[:300] if refusal.field else str(refusal)


def _register(letter: FiledLetter, told: Told, *, by: object, at: datetime) -> RegisteredDecision:
    door, source = RegisteredDecision.Door.LETTER, f"letter:{letter.connection_id}"
    with transaction.atomic():
        made, _ = take_told(told, door=door, source=source, by=by, at=at)
    return made


def _still_waiting(letter: FiledLetter) -> FiledLetter:
    letter = FiledLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if not letter.words or letter.read_at is None:
        raise DecisionRefused("Somebody answered for this letter a moment ago.")
    return letter
