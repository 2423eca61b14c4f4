"""Decisions are about many; nobody is named in one."""

from .models import Decision, Proposal, Vote

WORDS = {
    Proposal: ("solution", "escalated_because"),
    Vote: ("note",),
    Decision: ("reasons", "conditions", "over_limit_because"),
}
