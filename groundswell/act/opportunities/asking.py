"""The question of an opportunity put to the evidence: its own and those of what is one with it, each answer once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from groundswell.act.cases.models import Case
from groundswell.act.cases.root_causes.keeping import ids_below
from groundswell.understand.scores.queries import Slice

from .ground import Issue, widest
from .models import Opportunity
from .voices import questions_of


@dataclass(frozen=True, slots=True)
class Asked:
    """``about``: the answers about it, whatever their score. ``where``: all answers of the places where it may come up."""

    about: Slice
    where: Slice


def issues_of(opportunity: Opportunity) -> list[Issue]:
    """What scores tell about: its theme, at its touchpoint where one is named. A root cause of cases alone is none."""
    if opportunity.theme_id or (opportunity.touchpoint_id and not opportunity.root_cause_id):
        return [(opportunity.theme_id, opportunity.touchpoint_id)]
    return []


def asked_of(opportunity: Opportunity) -> Asked | None:
    """What its months and groups are counted from; None where nothing that is one with it has a theme or touchpoint."""
    return asked_by([one for _, one in questions_of([opportunity])])


def asked_by(questions: Iterable[Opportunity]) -> Asked | None:
    """The same for several questions together. Answers whose case was closed with a root cause count along with a theme."""
    asking = [one for one in questions if issues_of(one) or one.root_cause_id]
    issues = widest(issue for one in asking for issue in issues_of(one))
    if not issues:
        return None
    caused = _closed_with(asking) if len(asking) > 1 else ()
    theme, place = issues[0]
    is_one = len(issues) == 1 and not caused
    about = Slice(theme_id=theme, touchpoint_id=place) if is_one else Slice(any_of=issues, or_signals=caused)
    return Asked(about, _everywhere({one.touchpoint_id for one in asking}))


def _everywhere(places: set[int | None]) -> Slice:
    if None in places:
        return Slice()
    if len(places) == 1:
        return Slice(touchpoint_id=places.pop())
    return Slice(any_of=tuple((None, place) for place in sorted(filter(None, places))))


def _closed_with(asking: Sequence[Opportunity]) -> tuple[int, ...]:
    """The signals whose case was closed with a root cause that one of them asks for, at its touchpoint where one is named."""
    wanted = Q(pk__in=())
    for one in asking:
        if one.root_cause:
            here = Q(signal__touchpoint=one.touchpoint_id) if one.touchpoint_id else Q()
            wanted |= Q(closure__root_cause__in=ids_below(one.root_cause)) & here
    return tuple(sorted(Case.objects.filter(wanted).order_by().values_list("signal", flat=True)))
