"""Everything that the council keeps, by its subjects: bodies, meetings, proposals, decisions, money."""

from .body_models import Body, Envelope, KindOfDecision, Part, Right, Seat
from .decision_models import Answer, Conclusion, Condition, Decision, Entrusting, Fulfilment, Review
from .meeting_models import Attendance, Closing, Correction, Meeting, MinutesApproval, Move, Remark
from .money_models import Refund, Release, Spend
from .proposal_models import (
    Agreement,
    Circulation,
    Input,
    KindNaming,
    Objection,
    Placing,
    Proposal,
    Proposals,
    Recusal,
    Vote,
    Withdrawal,
)

__all__ = [
    "Agreement", "Answer", "Attendance", "Body", "Circulation", "Closing", "Conclusion", "Condition", "Correction", "Decision",
    "Entrusting", "Envelope", "Fulfilment", "Input", "KindNaming", "KindOfDecision", "Meeting", "MinutesApproval", "Move", "Objection", "Part", "Placing", "Proposal", "Proposals",
    "Recusal", "Refund", "Release", "Remark", "Review", "Right", "Seat", "Spend", "Vote",
    "Withdrawal",
]  # fmt: skip
