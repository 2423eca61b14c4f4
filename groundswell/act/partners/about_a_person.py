"""Customers' words that were shared go with their voice; what we and agencies wrote stays without the person.

A file may hold more than one person: where it names or quotes somebody who is erased, whoever erases decides on it. What
cannot be read here, and pictures where words of theirs were shared, whoever erases looks at.
"""

from django.db.models import QuerySet

from groundswell.foundation.held import Held, Somebody

from .files.found import found_in_files, note_found
from .models import (
    Agency,
    AgencyInvitation,
    Brief,
    FoundFile,
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
    named = [file.pk for file, cause in found_in_files(somebody) if cause == FoundFile.Cause.NAMED]
    return SharedFile.objects.filter(pk__in=named)


HELD = [
    Held("Words of theirs on boards with partners", SharedVoice, signal=["signal"]),
    Held(
        "Files on boards with partners that name them",
        SharedFile,
        find=_naming,
        becomes="you decide on each",
        goes=False,
    ),
]
LEFT_TO_DECIDE = note_found
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
    FoundFile: ("why",),
}
