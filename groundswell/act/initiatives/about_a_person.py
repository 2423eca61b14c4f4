"""What room an initiative holds of people: what each was dealt by lot, and words that others wrote; nobody is named in one."""

from groundswell.foundation.held import Held

from .models import (
    Criterion,
    Departure,
    Design,
    Ending,
    GateDecision,
    Handover,
    Initiative,
    Lot,
    Milestone,
    Rest,
    Risk,
    RiskLook,
    TeamMember,
    Want,
)

HELD = [Held("What they were dealt by lot", Lot, customer=["customer"])]
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
