"""Note what a unit got otherwise than it was to: the verdict goes on resting on what was dealt, and says what that hides."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate

from groundswell.act.initiatives.errors import NeitherDealtNorBegun, NotHadYet, ReasonMissing
from groundswell.act.initiatives.models import Departure, Initiative
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import living_units, subtree_ids

from .registering import standing_design


@transaction.atomic
def note_departure(
    initiative: Initiative, unit: Unit, *, had_it_from: date | None, because: str, by: object, at: datetime
) -> Departure:
    """Say since when a unit truly has the change, or that it never had it. The last word on a unit holds; all are kept.

    A fact may be noted of work that rests or has ended: its effect is still measured.
    """
    Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if not may_depart(initiative).filter(pk=unit.pk).exists():
        raise NeitherDealtNorBegun(
            f"{unit} was neither dealt anything nor begun. Choose a unit under “Who got what”, or roll it out there."
        )
    if had_it_from is not None and had_it_from > localdate(at):
        raise NotHadYet(
            f"{date_format(had_it_from, 'j F Y')} has not come. Note what happened when it has happened."
        )
    if not because.strip():
        raise ReasonMissing("Say how it came: whoever reads the effect reads it.")
    made = Departure.objects.create(
        initiative=initiative,
        unit=unit,
        had_it_from=had_it_from,
        because=because.strip(),
        by=person_of(by),
        at=at,
    )
    record(
        "noted departure", made, by=by, at=at, unit=unit.code, had_it_from=had_it_from, because=made.because
    )
    return made


def may_depart(initiative: Initiative) -> QuerySet[Unit]:
    """Units of which something was said before: those that were dealt, or where nothing was dealt those that began. Where customers
    were dealt, every unit in which they were."""
    design = standing_design(initiative)
    if design is not None and design.is_of_customers:
        return living_units().filter(pk__in=subtree_ids(design.unit)) if design.unit else living_units()
    dealt = design.allocations.values("unit") if design else Unit.objects.none()
    if design is None or not dealt.exists():
        dealt = initiative.rollouts.values("unit")
    return Unit.objects.filter(pk__in=dealt).order_by("name")


def latest_departures(initiative: Initiative) -> list[Departure]:
    """The word that holds of each unit, by its name."""
    last = {one.unit_id: one for one in initiative.departures.select_related("unit", "by")}
    return sorted(last.values(), key=lambda one: one.unit.name)
