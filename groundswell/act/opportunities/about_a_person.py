"""Opportunities are about many; nobody is named in one."""

from .models import (
    Cause,
    CauseEvidence,
    CauseVerdict,
    Choice,
    Countermeasure,
    Merger,
    Opportunity,
    Origin,
    Parting,
    PassingOver,
    Removal,
    Separation,
    SettingAside,
    Settlement,
)

WORDS = {
    Opportunity: ("title", "problem"),
    SettingAside: ("why",),
    Settlement: ("why",),
    Parting: ("why",),
    Merger: ("why",),
    Separation: ("why",),
    Origin: ("words",),
    PassingOver: ("title", "why"),
    Cause: ("words",),
    CauseEvidence: ("words",),
    CauseVerdict: ("why",),
    Countermeasure: ("title",),
    Removal: ("removed", "kept_safe"),
    Choice: ("why",),
}
