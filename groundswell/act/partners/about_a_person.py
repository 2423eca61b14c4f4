"""Customers' words that were shared go with their voice; what we and agencies wrote stays without the person.

A file goes that names somebody in its name, or in its words where words stand as they are (a table). What is packed or drawn
(documents, PDFs, pictures) nobody reads here: whoever erases asks those who run the initiative.
"""

from typing import Any

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Outside, Somebody

from .files.storing import path_of, remove
from .models import (
    Agency,
    AgencyInvitation,
    Brief,
    Idea,
    IdeaAnswer,
    PartnerBoard,
    Remark,
    SharedFile,
    SharedResult,
    SharedVoice,
    Sharing,
    Task,
)


def _naming(somebody: Somebody) -> QuerySet[SharedFile]:
    living = SharedFile.objects.filter(taken_back_at=None)
    named = [one.pk for one in living if somebody.is_in(one.name) or _stands_in(somebody, one)]
    return SharedFile.objects.filter(pk__in=named)


def _stands_in(somebody: Somebody, file: SharedFile) -> bool:
    if file.kind != SharedFile.Kind.CSV or not path_of(file).exists():
        return False
    content = path_of(file).read_bytes()
    words = (content.decode("utf-8", "ignore") + content.decode("cp1252", "ignore")).casefold()
    return any(one.casefold() in words for one in (*somebody.names, *somebody.quotes))


def _files(somebody: Somebody) -> dict[str, Any]:
    names = list(_naming(somebody).values_list("stored_as", flat=True))
    return {"board_files": names} if names else {}


def _unlink(pending: dict[str, Any]) -> dict[str, Any]:
    remove(pending.get("board_files", []))
    return {}


HELD = [
    Held("Words of theirs on boards with partners", SharedVoice, signal=["signal"]),
    Held("Files on boards with partners that name them", SharedFile, find=_naming),
]
OUTSIDE = Outside(_files, _unlink)
WORDS = {
    Agency: ("ended_because",),
    AgencyInvitation: ("name", "email"),
    PartnerBoard: ("purpose",),
    Sharing: ("ended_because",),
    Brief: ("title", "words"),
    Idea: ("title", "words"),
    IdeaAnswer: ("why",),
    Task: ("what", "outcome"),
    SharedResult: ("title", "words"),
    Remark: ("words",),
    SharedFile: ("name",),
}
