"""Customers' words that were shared go with their voice; what we and agencies wrote stays without the person.

A file may hold more than one person: where it names or quotes somebody who is erased, whoever erases decides on it. PDFs and
pictures nobody reads here: whoever erases asks those who run the initiative.
"""

from django.db.models import QuerySet

from groundswell.foundation.erasing.models import Erasure
from groundswell.foundation.held import Held, Somebody

from .files.found import note_found
from .files.reading import names_in
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
    named = [one.pk for one in SharedFile.objects.filter(taken_back_at=None) if names_in(somebody, one)]
    return SharedFile.objects.filter(pk__in=named)


def _leave_to_decide(erasure: Erasure, somebody: Somebody) -> None:
    note_found(erasure, _naming(somebody))


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
LEFT_TO_DECIDE = _leave_to_decide
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
