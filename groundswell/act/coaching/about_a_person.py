"""What colleagues talked about stays theirs; the voices of somebody who is erased leave it, and appeals against them go."""

from groundswell.foundation.held import Held

from .models import ActionReview, AgreedAction, Appeal, AppealDecision, Coach, Conversation, Note

HELD = [
    Held("Decisions about whom they meant", AppealDecision, signal=["appeal__signal"]),
    Held("Whether they meant somebody else", Appeal, signal=["signal"]),
    Held(
        "Voices that colleagues talked about",
        Conversation.voices.through,
        signal=["signal"],
        becomes="the conversation stays",
    ),
]
WORDS = {
    Coach: ("named_by",),
    AgreedAction: ("text",),
    ActionReview: ("words",),
    Note: ("text",),
    Appeal: ("words",),
    AppealDecision: ("reason",),
}
