"""Raise a risk, look at it again, close it."""

from datetime import date, datetime

from django.db import transaction

from groundswell.act.initiatives.errors import ReasonMissing, RiskClosed
from groundswell.act.initiatives.models import Initiative, Risk, RiskLook
from groundswell.act.initiatives.rules import must_be_running
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.models import Person


@transaction.atomic
def raise_risk(
    initiative: Initiative, *, what: str, owner: Person, chance: int, consequence: int, done_about_it: str,
    again_on: date, by: object, at: datetime,
) -> Risk:  # fmt: skip
    """Name what could go wrong, who looks after it, and look at it for the first time."""
    must_be_running(Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk))
    risk = Risk.objects.create(initiative=initiative, what=what.strip(), owner=owner, raised_at=at)
    record("raised risk", risk, by=by, at=at, what=what, owner=owner.name)
    look_at_risk(
        risk,
        chance=chance,
        consequence=consequence,
        done_about_it=done_about_it,
        again_on=again_on,
        by=by,
        at=at,
    )
    return risk


@transaction.atomic
def look_at_risk(
    risk: Risk, *, chance: int, consequence: int, done_about_it: str, again_on: date, by: object, at: datetime
) -> RiskLook:
    """Weigh it anew; every look stays."""
    _must_be_open(risk)
    if not done_about_it.strip():
        raise ReasonMissing("Say what is done about it, if only that it is borne.")
    look = RiskLook.objects.create(
        risk=risk, chance=chance, consequence=consequence, done_about_it=done_about_it.strip(), again_on=again_on,
        by=person_of(by), at=at,
    )  # fmt: skip
    record("looked at risk", look, by=by, at=at, chance=chance, consequence=consequence, again_on=again_on)
    return look


@transaction.atomic
def close_risk(risk: Risk, *, because: str, by: object, at: datetime) -> Risk:
    """It is past, or happened: say which. The first reason stands."""
    risk = _must_be_open(risk)
    if not because.strip():
        raise ReasonMissing("Say why it is closed: is it past, or did it happen?")
    risk.closed_at, risk.closed_because = at, because.strip()
    risk.save(update_fields=["closed_at", "closed_because"])
    record("closed risk", risk, by=by, at=at, because=risk.closed_because)
    return risk


def _must_be_open(risk: Risk) -> Risk:
    held = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    if held.closed_at is not None:
        raise RiskClosed(f"This risk is closed: {held.closed_because}")
    return held
