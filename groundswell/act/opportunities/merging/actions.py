"""Make two opportunities one, and take them apart again while nothing was decided on the joined one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from groundswell.foundation.history.actions import record

from ..errors import MergerRefused, ReasonMissing
from ..locking import held, locked
from ..models import Carried, Merger, Opportunity, Separation, Settlement
from ..rules import person_of

STAYS = {"merger", "places", "partings", "separations", "settlement"}
"""What is about the row itself, or is counted again."""


@transaction.atomic
def merge_opportunity(
    opportunity: Opportunity, into: Opportunity, *, why: str, by: object, at: datetime
) -> Merger:
    """Say that one is the same problem as another. All that hangs on it goes along; of two who try the first one counts."""
    if not why.strip():
        raise ReasonMissing("Say why they are the same: the people who raised it read your reason.")
    if opportunity.pk == into.pk:
        raise MergerRefused("These are one already. Choose another opportunity.")
    opportunity, into = held(opportunity, into)
    _must_be_mergeable(opportunity, into)
    merger = Merger.objects.create(
        opportunity=opportunity, into=into, why=why.strip(), by=person_of(by), at=at
    )
    for name, rows in _hanging_on(opportunity):
        found = list(rows)
        Carried.objects.bulk_create(Carried(merger=merger, what=name, row=one.pk) for one in found)
        _hang(name, rows.filter(pk__in=[one.pk for one in found]), into)
    record("merged opportunity", merger, by=by, at=at, opportunity=opportunity.pk, into=into.pk)
    return merger


@transaction.atomic
def separate_opportunity(opportunity: Opportunity, *, why: str, by: object, at: datetime) -> Separation:
    """Take it out again with what it brought. What came after the merger stays where it came to."""
    if not why.strip():
        raise ReasonMissing("Say why it is something else: the people who raised it read your reason.")
    there = Merger.objects.filter(opportunity=opportunity).values_list("into", flat=True).first()
    for one in Opportunity.objects.filter(pk__in=(opportunity.pk, there)).order_by("pk"):
        locked(one)
    merger = Merger.objects.filter(opportunity=opportunity, into=there).select_related("into", "by").first()
    if merger is None:
        raise MergerRefused("It stands on its own again already: somebody took them apart a moment ago.")
    into = merger.into
    reason = bound_because(merger, last_decided(into))
    if reason:
        raise MergerRefused(reason)
    for name, rows in _hanging_on(into):
        brought = merger.carried.filter(what=name).values("row")
        _hang(name, rows.filter(pk__in=list(brought.values_list("row", flat=True))), opportunity)
    separation = Separation.objects.create(
        opportunity=opportunity,
        out_of=into,
        merged_at=merger.at,
        merged_by=merger.by,
        why=why.strip(),
        by=person_of(by),
        at=at,
    )
    merger.delete()
    record("separated opportunity", separation, by=by, at=at, opportunity=opportunity.pk, out_of=into.pk)
    return separation


def bound_because(merger: Merger, decided: datetime | None) -> str:
    """Why two that are one cannot come apart any more; empty while they can. ``decided``: when the joined one last was."""
    if decided is None or decided < merger.at:
        return ""
    return f"“{merger.into}” was decided since they are one. What was decided holds for both."


def last_decided(opportunity: Opportunity) -> datetime | None:
    """When it was settled or last decided about; None while it never was."""
    moments = Opportunity.objects.filter(pk=opportunity.pk).values_list(
        "settlement__at", "proposals__decision__at"
    )
    return max((one for row in moments for one in row if one), default=None)


def _must_be_mergeable(opportunity: Opportunity, into: Opportunity) -> None:
    settled = Settlement.objects.filter(opportunity__in=(opportunity, into)).in_bulk(
        field_name="opportunity_id"
    )
    own, other = settled.get(opportunity.pk), settled.get(into.pk)
    if own:
        raise MergerRefused(
            f"“{opportunity}” has left the ranking: {own.get_outcome_display().lower()}. What was decided stays where it is; "
            "join the other one to it instead."
        )
    if other and other.outcome == Settlement.Outcome.NOT_PURSUED:
        raise MergerRefused(f"“{into}” is not pursued. Join it to one that waits or is being worked on.")
    waits = opportunity.proposals.waiting().select_related("body").first()
    if other and waits:
        raise MergerRefused(
            f"“{into}” is being worked on, and a proposal about “{opportunity}” waits before {waits.body}. "
            "Let it be decided first: a decision about what is decided already would confuse both."
        )


def _hanging_on(opportunity: Opportunity) -> Iterator[tuple[str, QuerySet]]:
    """Whatever any room hangs on an opportunity, by the name under which it knows it."""
    for relation in Opportunity._meta.related_objects:
        name = relation.get_accessor_name()
        if name and not relation.hidden and name not in STAYS:
            yield (
                name,
                relation.related_model.objects.filter(**{relation.field.name: opportunity}).order_by("pk"),
            )


def _hang(name: str, rows: QuerySet, on: Opportunity) -> None:
    rows.update(**{"into" if name == "mergers" else "opportunity": on})
