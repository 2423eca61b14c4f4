"""Customers' words that were shared go with their voice; what we and agencies wrote stays without the person."""

from groundswell.foundation.held import Held

from .models import (
    Agency,
    AgencyInvitation,
    Brief,
    Idea,
    IdeaAnswer,
    PartnerBoard,
    Remark,
    SharedResult,
    SharedVoice,
    Sharing,
    Task,
)

HELD = [Held("Words of theirs on boards with partners", SharedVoice, signal=["signal"])]
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
}
