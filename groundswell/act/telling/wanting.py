"""How soon each person wants to hear of each kind."""

from __future__ import annotations

from groundswell.foundation.access.models import User
from groundswell.foundation.tidings import Pace, TidingKind

from .kinds import every_kind
from .models import Wanted
from .readers import rows_of

SLOWER = {Pace.NOW: Pace.DAILY, Pace.DAILY: Pace.WEEKLY, Pace.WEEKLY: Pace.LIST, Pace.LIST: Pace.LIST}


def paces_of(user: User) -> dict[str, Pace]:
    """The pace of every kind for this person: what they chose, else what is usual for their role."""
    chosen = dict(Wanted.objects.filter(**rows_of(user)).values_list("kind", "pace"))
    return {
        code: _allowed(kind, chosen.get(code) or kind.usual_for(user.role))
        for code, kind in every_kind().items()
    }


def slower(kind: TidingKind, pace: str) -> Pace:
    """One step less; what somebody cannot do without stays in the weekly digest."""
    return _allowed(kind, SLOWER[Pace(pace)])


def _allowed(kind: TidingKind, pace: str) -> Pace:
    found = Pace(pace)
    return found if found in kind.paces() else Pace.WEEKLY
