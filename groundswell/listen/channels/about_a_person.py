"""What went out to somebody and what came in of them by any channel: messages, files, calls of other systems."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F, Model, Q, QuerySet

from groundswell.foundation.held import Held, Outside, Somebody, naming

from .files.uploads import forget_upload, path_of
from .models import (
    AnsweredMessage,
    AttachedFile,
    Delivery,
    Enclosure,
    Fetch,
    FiledLetter,
    FileImport,
    HookCall,
    Knock,
    LostAddress,
    Message,
    Notice,
    RejectedRow,
    UnreadableMessage,
    Upload,
)

PACKED = (b"PK\x03\x04", b"$FL2", b"$FL3", b"PAR1", b"\x1f\x8b")
"""How files begin in which words do not stand as they are: they may hold anybody."""


def _messages(somebody: Somebody) -> QuerySet[Any]:
    theirs = Q(customer__in=somebody.records) | Q(invitation__customer__in=somebody.records)
    return Message.objects.filter(theirs | Q(address__in=somebody.names, person=None))


def _of_messages(model: type[Model]) -> Callable[[Somebody], QuerySet[Any]]:
    return lambda somebody: model._base_manager.filter(message__in=_messages(somebody).values("pk"))


def _answered(somebody: Somebody) -> QuerySet[Any]:
    mine = Q(message__in=_messages(somebody).values("pk")) | Q(signal__in=somebody.signals)
    return AnsweredMessage.objects.filter(mine)


def _lost(somebody: Somebody) -> QuerySet[Any]:
    theirs = Q(address__in=somebody.names) | Q(message__in=_messages(somebody).values("pk"))
    return LostAddress.objects.filter(theirs)


def _notices(somebody: Somebody) -> QuerySet[Any]:
    named = naming(Notice, ("body",), (*somebody.names, *somebody.quotes)).values("pk")
    return Notice.objects.filter(Q(signal__in=somebody.signals) | Q(pk__in=named))


def _knocks(somebody: Somebody) -> QuerySet[Any]:
    return Knock.objects.filter(notice__in=_notices(somebody).values("pk"))


def _named_in(model: type[Model], *fields: str) -> Callable[[Somebody], QuerySet[Any]]:
    return lambda somebody: naming(model, fields, somebody.names)


def _calls(somebody: Somebody) -> QuerySet[Any]:
    """Bodies are bytes: they are read one by one."""
    kept = HookCall.objects.exclude(body=b"").values_list("pk", "body", "headers", "url")
    named = [pk for pk, body, *others in kept.iterator() if _is_in(somebody, bytes(body), f"{others}")]
    return HookCall.objects.filter(pk__in=named)


def _silence(rows: QuerySet[Any], of: Somebody) -> None:
    """The same call still counts once; its words are gone."""
    rows.update(body=b"", headers={}, url="", read_at=F("at"))


def _is_in(somebody: Somebody, content: bytes, beside: str = "") -> bool:
    text = content.decode("utf-8", "ignore") + content.decode("utf-16-le", "ignore") + beside
    return somebody.is_in(text) or somebody.is_in(text.encode().decode("unicode_escape", "ignore"))


def _waiting(somebody: Somebody) -> tuple[list[int], list[int]]:
    """Waiting files that name the person, and those of which nobody can say so without opening them."""
    named, packed = [], []
    for upload in Upload.objects.all():
        place = path_of(upload)
        content = place.read_bytes() if place.exists() else b""
        if _is_in(somebody, content, upload.file_name):
            named.append(upload.pk)
        elif content.startswith(PACKED):
            packed.append(upload.pk)
    return named, packed


def _uploads(somebody: Somebody) -> QuerySet[Any]:
    return Upload.objects.filter(pk__in=_waiting(somebody)[0])


def _later(rows: QuerySet[Any], of: Somebody) -> None:
    """A file that is being read is read to its end first, without the person: see ``_unlink``."""


def _files(somebody: Somebody) -> dict[str, Any]:
    attached = AttachedFile.objects.filter(signal__in=somebody.signals)
    named, packed = _waiting(somebody)
    found = {
        "attached": list(attached.values_list("stored_as", flat=True)),
        "uploads": named,
        "packed": packed,
    }
    return {name: held for name, held in found.items() if held}


def _unlink(pending: dict[str, Any]) -> dict[str, Any]:
    """Attached files go, and waiting files that name the person; a packed one goes within a day by itself."""
    for name in pending.get("attached", []):
        (Path(settings.GROUNDSWELL_HOME) / "attached" / name).unlink(missing_ok=True)
    named, packed = pending.get("uploads", []), pending.get("packed", [])
    reading = FileImport.objects.filter(ended_at=None, stopped_at=None).exclude(upload=None).values("upload")
    for upload in Upload.objects.filter(pk__in=named).exclude(pk__in=reading):
        forget_upload(upload)
    left = {
        name: list(Upload.objects.filter(pk__in=pks).values_list("pk", flat=True))
        for name, pks in (("uploads", named), ("packed", packed))
    }
    return {name: pks for name, pks in left.items() if pks}


HELD = [
    Held("That they answered our messages", AnsweredMessage, find=_answered),
    Held("Addresses at which nobody was reached", LostAddress, find=_lost),
    Held("Attempts to deliver messages", Delivery, find=_of_messages(Delivery)),
    Held("Messages to them", Message, find=_messages),
    Held("Attached files", AttachedFile, signal=["signal"]),
    Held("What came along with their answers", Enclosure, signal=["signal"]),
    Held("Attempts to tell other systems", Knock, find=_knocks),
    Held("Notices to other systems", Notice, find=_notices),
    Held("Rejected rows of files", RejectedRow, find=_named_in(RejectedRow, "value", "sentence", "cells")),
    Held(
        "Messages that could not be read",
        UnreadableMessage,
        find=_named_in(UnreadableMessage, "raw", "reason"),
    ),
    Held(
        "Letters of colleagues that wait to be read",
        FiledLetter,
        find=_named_in(FiledLetter, "sender", "words", "problem"),
    ),
    Held("Calls of other systems", HookCall, find=_calls, erase=_silence, becomes="that a call came stays"),
    Held(
        "Files that wait to be read",
        Upload,
        find=_uploads,
        erase=_later,
        becomes="bring them again without the person",
    ),
]
WORDS = {
    Message: ("subject", "body", "html"),
    Fetch: ("note",),
    FileImport: ("file_name", "refusal"),
}
OUTSIDE = Outside(_files, _unlink)
