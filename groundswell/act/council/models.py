"""Everything that the council keeps, by its three subjects: bodies, proposals, money."""

from .body_models import (
    Attendance,
    Body,
    Closing,
    Envelope,
    KindOfDecision,
    Meeting,
    MinutesApproval,
    Part,
    Remark,
    Right,
    Seat,
)
from .money_models import Refund, Release, Spend
from .proposal_models import (
    Agreement,
    Answer,
    Conclusion,
    Condition,
    Decision,
    Fulfilment,
    Proposal,
    Recusal,
    Review,
    Vote,
)

__all__ = [
    "Agreement", "Answer", "Attendance", "Body", "Closing", "Conclusion", "Condition", "Decision", "Envelope", "Fulfilment",
    "KindOfDecision", "Meeting", "MinutesApproval", "Part", "Proposal", "Recusal", "Refund", "Release", "Remark", "Review",
    "Right", "Seat", "Spend", "Vote",
]  # fmt: skip
