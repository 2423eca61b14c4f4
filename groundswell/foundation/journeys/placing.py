"""Touchpoints are named and placed on the journey by people. What customers said of one stays with it."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from groundswell.foundation.history.actions import record

from .models import Stage, Touchpoint

LONGEST = 120


class TouchpointRefused(Exception):
    """A touchpoint cannot be called so; the words say what to change."""


@transaction.atomic
def make_touchpoint(name: str, *, stage: Stage | None, by: object, at: datetime) -> Touchpoint:
    """One more moment in which a customer meets us, last in its stage. Raises TouchpointRefused."""
    tidy = _free_name(name, besides=None)
    position = Touchpoint.objects.filter(stage=stage).count() + 1
    point = Touchpoint.objects.create(code=_free_code(tidy), name=tidy, stage=stage, position=position)
    record("made touchpoint", point, by=by, at=at, name=tidy, stage=str(stage or ""))
    return point


@transaction.atomic
def change_touchpoint(point: Touchpoint, *, name: str, stage: Stage | None, by: object, at: datetime) -> bool:
    """Its name and its stage. Whether it went to another stage, so that scores of stages have to be counted anew.

    Raises TouchpointRefused.
    """
    held = Touchpoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    tidy, was = _free_name(name, besides=held), held.stage
    if tidy != held.name:
        record("renamed touchpoint", held, by=by, at=at, before=held.name, after=tidy)
    if has_moved := stage != was:
        record("placed touchpoint", held, by=by, at=at, before=str(was or ""), after=str(stage or ""))
        held.position = Touchpoint.objects.filter(stage=stage).count() + 1
    held.name, held.stage = tidy, stage
    held.save()
    return has_moved


def _free_name(name: str, *, besides: Touchpoint | None) -> str:
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST:
        raise TouchpointRefused(f"A touchpoint has a name of 1 to {LONGEST} letters.")
    if other := Touchpoint.objects.filter(name__iexact=tidy).exclude(pk=besides and besides.pk).first():
        raise TouchpointRefused(f"There is a touchpoint called “{other}”. Choose another name.")
    return tidy


def _free_code(name: str) -> str:
    start = slugify(name)[:100] or "touchpoint"
    taken = set(Touchpoint.objects.filter(code__startswith=start).values_list("code", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (start, *numbered) if code not in taken)
