"""What people do with the register."""

from datetime import datetime
from typing import Any

from django.db import transaction

from groundswell.act.huddles.models import Elevation
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme

from .errors import ElevationAlreadyAnswered, NothingBehindIt, OpportunityAlreadySettled, ReasonMissing
from .models import Joining, Opportunity, SettingAside, Settlement
from .rules import person_of


@transaction.atomic
def open_opportunity(
    *,
    title: str,
    problem: str,
    impact: str,
    effort_days: tuple[int, int],
    by: object,
    at: datetime,
    theme: Theme | None = None,
    touchpoint: Touchpoint | None = None,
    elevation: Elevation | None = None,
    owner: Person | None = None,
) -> Opportunity:
    """Enter a systemic issue in the register. It needs a theme, a touchpoint or an elevation to stand on."""
    if theme is None and touchpoint is None and elevation is None:
        raise NothingBehindIt("Choose a theme, a touchpoint or an elevation, so that voices stand behind it.")
    opportunity = Opportunity.objects.create(
        title=title,
        problem=problem,
        theme=theme,
        touchpoint=touchpoint,
        impact=impact,
        owner=owner,
        effort_days_low=effort_days[0],
        effort_days_high=effort_days[1],
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


def open_from_theme(theme: Theme, *, by: object, at: datetime, **words: Any) -> Opportunity:
    """Enter what many customers talk about."""
    own = {"title": theme.name, "problem": theme.description or theme.name}
    return open_opportunity(theme=theme, by=by, at=at, **(own | words))


@transaction.atomic
def join_elevation(elevation: Elevation, opportunity: Opportunity, *, by: object, at: datetime) -> Joining:
    """Say that a team raised this very thing. The first answer to an elevation stands."""
    _must_be_unanswered(elevation)
    joining = Joining.objects.create(elevation=elevation, opportunity=opportunity, by=person_of(by), at=at)
    record("joined elevation", joining, by=by, at=at, elevation=elevation.pk, opportunity=opportunity.pk)
    return joining


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
    if Settlement.objects.filter(opportunity=opportunity).exists():
        raise OpportunityAlreadySettled("This opportunity has left the ranking already.")
    settlement = Settlement.objects.create(
        opportunity=opportunity, outcome=outcome, why=why.strip(), by=person_of(by), at=at
    )
    record("settled opportunity", settlement, by=by, at=at, outcome=outcome)
    return settlement


def _must_be_unanswered(elevation: Elevation) -> None:
    locked = Elevation.objects.select_for_update().get(pk=elevation.pk)
    if Joining.objects.filter(elevation=locked).exists():
        raise ElevationAlreadyAnswered(
            "This elevation belongs to an opportunity already. Open that one instead."
        )
    if SettingAside.objects.filter(elevation=locked).exists():
        raise ElevationAlreadyAnswered("This elevation was set aside already, with a reason.")
