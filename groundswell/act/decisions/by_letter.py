"""Letters of colleagues become registered decisions. What a letter says is data: it registers, and approves nothing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.models import Person
from groundswell.listen.channels.connections.models import FiledLetter

from .errors import DecisionRefused
from .letters import read_letter_words
from .models import RegisteredDecision
from .rules import may_set_limits
from .told import read_told, take_told

KEPT_FOR = timedelta(days=7)
AT_ONCE = 200


def read_letters(*, at: datetime) -> tuple[int, int]:
    """Read what waits: how many decisions are new, and how many letters could not be used."""
    registered = refused = 0
    for letter in FiledLetter.objects.filter(read_at=None)[:AT_ONCE]:
        made = read_one(letter, at=at)
        registered, refused = registered + made, refused + (not made)
    return registered, refused


@transaction.atomic
def read_one(letter: FiledLetter, *, at: datetime) -> bool:
    """Read one letter, once. Its words are forgotten when they stand on the register."""
    letter = FiledLetter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if letter.read_at is not None:
        return False
    letter.read_at = at
    try:
        with transaction.atomic():
            told = read_told({**read_letter_words(letter.words), "key": letter.key})
            sender = Person.objects.filter(email__iexact=letter.sender, left_on=None).first()
            source, door = f"letter:{letter.connection_id}", RegisteredDecision.Door.LETTER
            take_told(told, door=door, source=source, by=sender or source, at=at)
    except DecisionRefused as refusal:
        letter.problem = f"{refusal.field}: {refusal}"[:300]
    else:
        letter.words = ""
    letter.save(update_fields=["read_at", "problem", "words"])
    return not letter.problem


def forget_letters(*, at: datetime) -> None:
    """The words of what could not be used go after a week; that there was a letter stays, so that it is not read again."""
    FiledLetter.objects.filter(read_at__lt=at - KEPT_FOR).exclude(words="").update(words="")


def unusable_letters(user: User, at: datetime) -> QuerySet[FiledLetter]:
    """Letters of the last week that could not be used, for those who may set the limits."""
    if not may_set_limits(user):
        return FiledLetter.objects.none()
    return FiledLetter.objects.filter(read_at__gte=at - KEPT_FOR).exclude(problem="")
