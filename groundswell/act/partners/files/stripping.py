"""Pictures that were stored before pictures lost what does not draw them lose it now; each once, and a part at a time."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from groundswell.act.partners.models import SharedFile, StrippedPicture
from groundswell.foundation.history.actions import record

from .models import name_of_ours
from .pictures import only_the_picture
from .reading import DRAWN
from .storing import path_of, remove, store

AT_ONE_TIME = 50
Outcome = StrippedPicture.Outcome


def pictures_to_strip() -> QuerySet[SharedFile]:
    """Pictures through which nobody has looked yet."""
    return SharedFile.objects.filter(kind__in=DRAWN, taken_back_at=None, stripping=None).order_by("pk")


def strip_pictures(at: datetime) -> dict[str, int]:
    """Look through the next pictures. Returns how many had which outcome."""
    counted: dict[str, int] = {}
    for file in pictures_to_strip()[:AT_ONE_TIME]:
        outcome = strip_picture(file, at=at)
        counted[outcome] = counted.get(outcome, 0) + 1
    return counted


@transaction.atomic
def strip_picture(file: SharedFile, *, at: datetime) -> str:
    """What draws it lies under a new name before the row says so, and only then what lay there before goes."""
    held = SharedFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    done = StrippedPicture.objects.filter(file=held).first()
    if done or held.taken_back_at:
        return done.outcome if done else Outcome.CLEAN
    try:
        before = path_of(held).read_bytes()
        after = only_the_picture(held.kind, before)
    except FileNotFoundError:
        before = after = b""
    except ValueError:
        return _noted(held, Outcome.BROKEN, before, at)
    if after == before:
        return _noted(held, Outcome.CLEAN, before, at)
    lay_there, held.stored_as, held.size = held.stored_as, name_of_ours(), len(after)
    store(held.stored_as, after)
    held.save(update_fields=["stored_as", "size"])
    record("took out of a picture what does not draw it", held, by="picture job", at=at)
    transaction.on_commit(partial(remove, [lay_there]))
    return _noted(held, Outcome.STRIPPED, before, at)


def _noted(file: SharedFile, outcome: str, before: bytes, at: datetime) -> str:
    digest = hashlib.sha256(before).hexdigest()
    StrippedPicture.objects.create(file=file, outcome=outcome, digest=digest, size=len(before), at=at)
    return outcome
