"""Initiatives are for many; nobody is named in one."""

from .models import (
    Criterion,
    Departure,
    Design,
    Ending,
    GateDecision,
    Handover,
    Initiative,
    Milestone,
    Rest,
    Risk,
    RiskLook,
    TeamMember,
    Want,
)

WORDS = {
    Initiative: ("name",),
    Milestone: ("name",),
    Design: ("basis", "why", "superseded_because"),
    Criterion: ("text", "shown_by"),
    GateDecision: ("why", "despite"),
    Risk: ("what", "closed_because"),
    RiskLook: ("done_about_it",),
    TeamMember: ("function",),
    Want: ("what", "found"),
    Handover: ("because",),
    Rest: ("because",),
    Ending: ("learned",),
    Departure: ("because",),
}
