"""What somebody was told about what became of their words."""

from groundswell.foundation.held import Held

from .models import Announcement, BetterAsk, LeftOut, OtherWording, Reply, TakingBack

HELD = [
    Held(
        "What they answered when we asked whether it is better",
        BetterAsk,
        customer=["reply__customer", "message__customer"],
    ),
    Held("Why they were not told about something that we did", LeftOut, customer=["customer"]),
    Held("What we told them about what we did", Reply, customer=["customer", "message__customer"]),
]
WORDS = {
    Announcement: ("you_said", "we_did", "what_came_of_it"),
    OtherWording: ("you_said", "we_did"),
    TakingBack: ("why",),
}
