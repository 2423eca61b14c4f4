"""Letters become signals: in the order in which they arrived, each exactly once however often this runs.

How far a letterbox is drained stands in the database, in the same transaction as the signals; the letterbox itself is
only read, so its one writer is never disturbed.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from groundswell.engine.letterbox import Kept, LetterReader
from groundswell.foundation.customers.meeting import Who, meet_customers
from groundswell.foundation.customers.queries import canonical_email
from groundswell.foundation.erasing.ledger import Ledger
from groundswell.foundation.journeys.actions import find_or_make_touchpoints
from groundswell.foundation.organisation.actions import find_or_make_units
from groundswell.listen.surveys.queries import version_by

from .actions import Arrival, NewSignal, receive_signals
from .letters import letterbox_path
from .models import Drain, ReturnedLetter, Signal
from .responses import keep_answers
from .said import comment_in, further_answers, kind_of, score_in

AT_ONCE = 400
KEPT_FOR = timedelta(days=31)
BY = "letterbox"
Read = tuple[Kept, dict[str, Any]]
REASONS = {
    "erased": "Somebody said this before they were erased at their wish. It is left out.",
    "unreadable": "This letter cannot be read. Ask the system that sent it to send it again under a new id.",
    "conflict": "Another answer with this id came first and stays. Send this one again under an id of its own.",
}


@dataclass(frozen=True, slots=True)
class Letterbox:
    """How the letterbox stands."""

    waiting: int
    returned: int


def drain_letterbox(*, at: datetime) -> int:
    """Make signals of everything that waits. Returns how many letters were drained."""
    with _reader() as reader:
        count = 0
        while reader and (drained := _drain_some(reader, at)):
            count += drained
            _burn_erased(reader)
        return count


def is_something_waiting() -> bool:
    """Whether a letter came since the last drain: cheap enough to ask all the time."""
    return letterbox_standing().waiting > 0


def letterbox_standing() -> Letterbox:
    """How many letters wait to become signals, and how many could not."""
    with _reader() as reader:
        waiting = reader.last_number() - _through(reader.box) if reader else 0
        return Letterbox(max(0, waiting), ReturnedLetter.objects.exclude(content="").count())


def forget_old_letters(*, at: datetime) -> int:
    """Remove letters that have been signals for more than a month, a few at a time. Returns how many."""
    with _reader() as reader:
        count = 0
        if reader is not None:
            through, before = _through(reader.box), (at - KEPT_FOR).timestamp()
            while gone := reader.forget(through=through, before=before):
                count += gone
        return count


@contextmanager
def _reader() -> Iterator[LetterReader | None]:
    path = letterbox_path()
    if not path.exists():
        yield None
        return
    reader = LetterReader(path)
    try:
        yield reader
    finally:
        reader.close()


def _through(box: str) -> int:
    return Drain.objects.filter(box=box).values_list("through", flat=True).first() or 0


@transaction.atomic
def _drain_some(reader: LetterReader, at: datetime) -> int:
    """The next letters: their signals, what is returned and the new position stand or fall together."""
    Drain.objects.get_or_create(box=reader.box)
    drain = Drain.objects.select_for_update().get(box=reader.box)
    if (
        reader.last_number() < drain.through
    ):  # an older letterbox was restored: what it holds is found to be here
        drain.through = 0
    letters = reader.after(drain.through, most=AT_ONCE)
    if letters:
        _take(reader.box, letters, at)
        drain.through = letters[-1].number
        drain.save(update_fields=["through"])
    return len(letters)


def _take(box: str, letters: list[Kept], at: datetime) -> None:
    read = [(letter, _content(letter)) for letter in letters]
    erased, good = _told_apart([(letter, content) for letter, content in read if content is not None])
    arrivals = receive_signals(_signals(good, at), at=at)
    keep_answers(zip(arrivals, (content.get("further", ()) for _, content in good), strict=True))
    _return(box, [replace(letter, content="") for letter in erased], "erased", at)
    _return(box, [letter for letter, content in read if content is None], "unreadable", at)
    _return(box, _conflicts([letter for letter, _ in good], arrivals), "conflict", at)


def _told_apart(read: list[Read]) -> tuple[list[Kept], list[Read]]:
    """What somebody said before they were erased, and all else."""
    ledger = Ledger()
    erased = [letter for letter, content in read if _is_erased(ledger, content)]
    return erased, [one for one in read if one[0] not in erased] if erased else read


def _is_erased(ledger: Ledger, content: dict[str, Any]) -> bool:
    email = canonical_email(content.get("email"))
    return bool(email) and ledger.leaves_out(Who(email=email or ""), content["submitted_at"])


def _burn_erased(reader: LetterReader) -> None:
    """Their words do not wait for the month in which letters are kept."""
    erased = ReturnedLetter.objects.filter(box=reader.box, reason="erased")
    reader.burn(list(erased.values_list("number", flat=True)))


def _conflicts(letters: list[Kept], arrivals: list[Arrival]) -> list[Kept]:
    return [letter for letter, arrival in zip(letters, arrivals, strict=True) if arrival.is_conflict]


def _content(letter: Kept) -> dict[str, Any] | None:
    try:
        content = json.loads(letter.content)
        content["submitted_at"] = datetime.fromisoformat(content["submitted_at"])
        if "survey" in content:
            return content | _said(content)
        return content | {"score": int(content["score"])} if 0 <= int(content["score"]) <= 10 else None
    except (ValueError, KeyError, TypeError):
        return None


def _said(content: dict[str, Any]) -> dict[str, Any]:
    """What the answers to a survey make of the signal; a KeyError when there is no such version."""
    version = version_by(content["survey"], content["version"])
    if version is None:
        raise KeyError(content["survey"])
    wording, survey, answers = version.wording, version.survey, content["answers"]
    score = score_in(wording, answers)
    return {
        "version_id": version.pk,
        "kind": kind_of(wording),
        "score": score,
        "kind_of_score": "" if score is None else survey.kind_of_score,
        "comment": comment_in(wording, answers),
        "further": further_answers(wording, answers),
        "touchpoint_id": survey.touchpoint_id,
    }


def _signals(letters: list[tuple[Kept, dict[str, Any]]], at: datetime) -> list[NewSignal]:
    contents = [content for _, content in letters]
    customers = meet_customers(content.get("email") for content in contents)
    units = find_or_make_units((content.get("unit") for content in contents), by=BY, at=at).by_words
    points = find_or_make_touchpoints((content.get("touchpoint") for content in contents), by=BY, at=at)
    return [
        NewSignal(
            source=letter.caller,
            key=letter.name,
            digest=letter.digest.hex(),
            channel=Signal.Channel.API,
            kind=content.get("kind", Signal.Kind.ANSWER),
            kind_of_score=content.get("kind_of_score", "experience"),
            score=content["score"],
            comment=content.get("comment", ""),
            submitted_at=content["submitted_at"],
            metadata=content.get("metadata", {}),
            customer_id=_id_of(customers, canonical_email(content.get("email"))),
            unit_id=_id_of(units, content.get("unit", "").strip()),
            touchpoint_id=_id_of(points.by_words, content.get("touchpoint", "").strip())
            or content.get("touchpoint_id"),
            version_id=content.get("version_id"),
        )
        for letter, content in letters
    ]


def _id_of(found: dict[str, Any], words: str | None) -> int | None:
    return found[words].pk if words else None


def _return(box: str, letters: list[Kept], reason: str, at: datetime) -> None:
    rows = [
        ReturnedLetter(
            box=box,
            number=letter.number,
            source=letter.caller[:80],
            key=letter.name[:200],
            content=letter.content,
            reason=reason,
            sentence=REASONS[reason],
            at=at,
        )
        for letter in letters
    ]
    ReturnedLetter.objects.bulk_create(rows, ignore_conflicts=True)
