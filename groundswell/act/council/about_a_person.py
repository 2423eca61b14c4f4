"""Decisions are about many; nobody is named in one."""

from .models import (
    Agreement,
    Answer,
    Body,
    Condition,
    Decision,
    Fulfilment,
    Proposal,
    Recusal,
    Refund,
    Release,
    Remark,
    Review,
    Spend,
    Vote,
)

WORDS = {
    Body: ("wanted_functions",),
    Proposal: ("solution", "escalated_because"),
    Vote: ("note",),
    Recusal: ("why",),
    Agreement: ("words",),
    Decision: ("reasons", "over_limit_because"),
    Condition: ("words",),
    Fulfilment: ("words",),
    Review: ("words",),
    Answer: ("words",),
    Remark: ("words",),
    Release: ("what_for",),
    Spend: ("what_for",),
    Refund: ("why",),
}
