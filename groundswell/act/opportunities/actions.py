"""What people do with the register."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from groundswell.act.cases.models import RootCause
from groundswell.act.huddles.models import Elevation
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme

from .errors import (
    ElevationAlreadyAnswered,
    ElevationNotJoined,
    NothingBehindIt,
    OpportunityAlreadySettled,
    ReasonMissing,
)
from .locking import held
from .models import Joining, Opportunity, Parting, SettingAside, Settlement
from .rules import person_of

Days = tuple[int | None, int | None]


@transaction.atomic
def open_opportunity(
    *,
    title: str,
    problem: str,
    impact: str,
    effort_days: Days = (None, None),
    solvable: Days = (None, None),
    by: object,
    at: datetime,
    theme: Theme | None = None,
    touchpoint: Touchpoint | None = None,
    root_cause: RootCause | None = None,
    elevation: Elevation | None = None,
    owner: Person | None = None,
    stands_on: str = "",
) -> Opportunity:
    """Enter a systemic issue in the register. It needs a theme, a touchpoint, a root cause or an elevation to stand on.

    ``stands_on`` names what else it stands on: a study, say.
    """
    if not any((theme, touchpoint, root_cause, elevation, stands_on)):
        raise NothingBehindIt(
            "Choose a theme, a touchpoint, a root cause or an elevation, so that voices stand behind it."
        )
    opportunity = Opportunity.objects.create(
        title=title,
        problem=problem,
        theme=theme,
        touchpoint=touchpoint,
        root_cause=root_cause,
        impact=impact,
        owner=owner,
        owner_since=at if owner else None,
        effort_days_low=effort_days[0],
        effort_days_high=effort_days[1],
        solvable_low=solvable[0],
        solvable_high=solvable[1],
        opened_at=at,
    )
    record("opened opportunity", opportunity, by=by, at=at, title=title)
    if elevation is not None:
        join_elevation(elevation, opportunity, by=by, at=at)
    return opportunity


def open_from_elevation(elevation: Elevation, *, by: object, at: datetime, **words: Any) -> Opportunity:
    """Enter what a team raised. Title, problem and theme are the team's own unless other words are given."""
    own = {"title": elevation.title, "problem": elevation.problem, "theme": elevation.theme}
    return open_opportunity(elevation=elevation, by=by, at=at, **(own | words))


@transaction.atomic
def open_from_elevations(
    elevations: Sequence[Elevation], *, by: object, at: datetime, **words: Any
) -> Opportunity:
    """Enter what several teams raised; the first one's words stand unless others are given."""
    first, *others = elevations
    opportunity = open_from_elevation(first, by=by, at=at, **words)
    join_elevations([one for one in others if one.pk != first.pk], opportunity, by=by, at=at)
    return opportunity


def open_from_theme(theme: Theme, *, by: object, at: datetime, **words: Any) -> Opportunity:
    """Enter what many customers talk about."""
    own = {"title": theme.name, "problem": theme.description or theme.name}
    return open_opportunity(theme=theme, by=by, at=at, **(own | words))


@transaction.atomic
def change_opportunity(
    opportunity: Opportunity,
    *,
    by: object,
    at: datetime,
    effort_days: Days = (None, None),
    solvable: Days = (None, None),
    **words: Any,
) -> Opportunity:
    """Word it anew, judge it anew, or name whose it is. What stood before stays in the history."""
    held(opportunity)
    words |= {
        "effort_days_low": effort_days[0],
        "effort_days_high": effort_days[1],
        "solvable_low": solvable[0],
        "solvable_high": solvable[1],
    }
    changed = {name: value for name, value in words.items() if getattr(opportunity, name) != value}
    if not changed:
        return opportunity
    if "owner" in changed:
        changed["owner_since"] = at if changed["owner"] else None
    for name, value in changed.items():
        setattr(opportunity, name, value)
    stands_on = (opportunity.theme, opportunity.touchpoint, opportunity.root_cause)
    if not any(stands_on) and not opportunity.joinings.exists() and not opportunity.origins.exists():
        raise NothingBehindIt("Choose a theme, a touchpoint or a root cause, so that voices stand behind it.")
    opportunity.save(update_fields=list(changed))
    said = {name: str(value) for name, value in changed.items() if name != "owner_since"}
    record("changed opportunity", opportunity, by=by, at=at, **said)
    return opportunity


@transaction.atomic
def join_elevation(elevation: Elevation, opportunity: Opportunity, *, by: object, at: datetime) -> Joining:
    """Say that a team raised this very thing. The first answer to an elevation stands."""
    _must_be_unanswered(elevation)
    held(opportunity)
    try:
        with transaction.atomic():
            joining = Joining.objects.create(
                elevation=elevation, opportunity=opportunity, by=person_of(by), at=at
            )
    except IntegrityError:
        _must_be_unanswered(elevation)
        raise
    record("joined elevation", joining, by=by, at=at, elevation=elevation.pk, opportunity=opportunity.pk)
    return joining


@transaction.atomic
def join_elevations(
    elevations: Sequence[Elevation], opportunity: Opportunity, *, by: object, at: datetime
) -> None:
    """Several teams raised this very thing: all of them or none."""
    for elevation in sorted(elevations, key=lambda one: one.pk):
        join_elevation(elevation, opportunity, by=by, at=at)


@transaction.atomic
def split_elevation(elevation: Elevation, *, why: str, by: object, at: datetime) -> Parting:
    """Say that a team raised something else. It waits for an answer again, and its author reads why."""
    if not why.strip():
        raise ReasonMissing("Say why: the person who raised it reads your reason.")
    Elevation.objects.select_for_update(of=("self",)).get(pk=elevation.pk)
    joining = Joining.objects.filter(elevation=elevation).first()
    if joining is None:
        raise ElevationNotJoined("It belongs to no opportunity any more: somebody split it off a moment ago.")
    parting = Parting.objects.create(
        elevation=elevation,
        opportunity=joining.opportunity,
        joined_at=joining.at,
        joined_by=joining.by,
        why=why.strip(),
        by=person_of(by),
        at=at,
    )
    joining.delete()
    record("split elevation off", parting, by=by, at=at, elevation=elevation.pk)
    return parting


@transaction.atomic
def set_aside_elevation(elevation: Elevation, *, why: str, by: object, at: datetime) -> SettingAside:
    """Answer an elevation without an opportunity. Its author reads the reason."""
    if not why.strip():
        raise ReasonMissing("Say why: the person who raised it reads your answer.")
    _must_be_unanswered(elevation)
    answer = SettingAside.objects.create(elevation=elevation, why=why.strip(), by=person_of(by), at=at)
    record("set aside elevation", answer, by=by, at=at, elevation=elevation.pk)
    return answer


@transaction.atomic
def settle_opportunity(
    opportunity: Opportunity, outcome: Settlement.Outcome, *, why: str, by: object, at: datetime
) -> Settlement:
    """Take an opportunity out of the ranking."""
    if not why.strip():
        raise ReasonMissing("Say why: the people who raised it read your reason.")
    held(opportunity)
    if Settlement.objects.filter(opportunity=opportunity).exists():
        raise OpportunityAlreadySettled("This opportunity has left the ranking already.")
    settlement = Settlement.objects.create(
        opportunity=opportunity, outcome=outcome, why=why.strip(), by=person_of(by), at=at
    )
    record("settled opportunity", settlement, by=by, at=at, outcome=outcome)
    return settlement


def _must_be_unanswered(elevation: Elevation) -> None:
    locked = Elevation.objects.select_for_update(of=("self",)).get(pk=elevation.pk)
    joined = Joining.objects.filter(elevation=locked).select_related("by", "opportunity").first()
    if joined:
        raise ElevationAlreadyAnswered(
            f"This elevation belongs to “{joined.opportunity}” already: {joined.by or 'somebody'} joined it there. "
            "Open that one instead."
        )
    aside = SettingAside.objects.filter(elevation=locked).select_related("by").first()
    if aside:
        raise ElevationAlreadyAnswered(
            f"This elevation was set aside already: {aside.by or 'somebody'} answered it with a reason."
        )
