"""How we got back to somebody: cases with all that was noted in them.

A case stands or falls with its signal, or with whom we were to call about a silence: it goes with them, also from the
figures of cases.
"""

from groundswell.foundation.held import Held

from .models import (
    Case,
    CaseLetter,
    CaseMerge,
    CaseReply,
    CaseWords,
    Closure,
    ContactAttempt,
    Escalation,
    FollowUp,
    FollowUpEnd,
    Handover,
    Offer,
    OfferWord,
    Pause,
    QuietSpell,
    SavedView,
    SecondAsk,
)

HELD = [
    Held(
        "What they answered to letters of their cases",
        CaseReply,
        signal=["signal", "case__signal"],
        customer=["case__customer"],
    ),
    Held(
        "Letters of their cases",
        CaseLetter,
        signal=["case__signal"],
        customer=["message__customer", "case__customer"],
    ),
    Held(
        "Words about offers to them",
        OfferWord,
        signal=["offer__case__signal"],
        customer=["offer__case__customer"],
    ),
    Held("Offers to them", Offer, signal=["case__signal"], customer=["case__customer"]),
    Held(
        "Ends of promises in their cases",
        FollowUpEnd,
        signal=["follow_up__case__signal"],
        customer=["follow_up__case__customer"],
    ),
    Held("Promises in their cases", FollowUp, signal=["case__signal"], customer=["case__customer"]),
    Held("Who was told of their cases", Escalation, signal=["case__signal"], customer=["case__customer"]),
    Held(
        "Cases of theirs that became one",
        CaseMerge,
        signal=["case__signal", "into__signal"],
        customer=["case__customer", "into__customer"],
    ),
    Held(
        "Second asks", SecondAsk, signal=["case__signal"], customer=["invitation__customer", "case__customer"]
    ),
    Held("Attempts to reach them", ContactAttempt, signal=["case__signal"], customer=["case__customer"]),
    Held("Handovers of their cases", Handover, signal=["case__signal"], customer=["case__customer"]),
    Held("Times their cases waited for them", Pause, signal=["case__signal"], customer=["case__customer"]),
    Held("Closures of their cases", Closure, signal=["case__signal"], customer=["case__customer"]),
    Held(
        "Words by which their cases are found",
        CaseWords,
        signal=["case__signal"],
        customer=["case__customer"],
    ),
    Held("Times their account was quiet", QuietSpell, customer=["case__customer"]),
    Held("Cases", Case, signal=["signal"], customer=["customer"]),
]
WORDS = {
    ContactAttempt: ("note",),
    Closure: ("note",),
    FollowUp: ("what",),
    Handover: ("why",),
    Offer: ("what", "why"),
    OfferWord: ("why",),
    Pause: ("why",),
    SavedView: ("name", "asks"),
}
