"""Set objectives, and grow the tree of metrics that carries them."""

from datetime import date, datetime

from django.db import transaction

from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person

from .errors import MeasureIsMissing, ParentOfAnotherObjective, PeriodIsBackwards
from .models import Metric, Objective


@transaction.atomic
def set_objective(
    title: str, *, why: str, owner: Person, starts_on: date, ends_on: date, by: object, at: datetime
) -> Objective:
    """Say what the organisation wants to reach, why, by when, and who answers for it."""
    if ends_on <= starts_on:
        raise PeriodIsBackwards("The objective ends before it starts. Choose a later last day.")
    objective = Objective.objects.create(
        title=title, why=why, owner=owner, starts_on=starts_on, ends_on=ends_on
    )
    record("set objective", objective, by=by, at=at, title=title, ends_on=ends_on)
    return objective


@transaction.atomic
def add_metric(
    objective: Objective,
    name: str,
    *,
    level: str,
    source: str,
    by: object,
    at: datetime,
    parent: Metric | None = None,
    touchpoint: Touchpoint | None = None,
    measure: str = "",
    higher_is_better: bool = True,
    edge_evidence: str = Metric.Evidence.BELIEF,
    edge_note: str = "",
) -> Metric:
    """Hang a metric into the tree; ``edge_evidence`` says how we know that it moves its parent."""
    if parent is not None and parent.objective_id != objective.pk:
        raise ParentOfAnotherObjective(
            "The metric above belongs to another objective. Choose one of this tree."
        )
    if source == Metric.Source.OPERATIONAL and not measure:
        raise MeasureIsMissing("Name the operational measure that this metric reads.")
    metric = Metric.objects.create(
        objective=objective,
        parent=parent,
        name=name,
        level=level,
        source=source,
        touchpoint=touchpoint,
        measure=measure,
        higher_is_better=higher_is_better,
        edge_evidence=edge_evidence,
        edge_note=edge_note,
    )
    record("added metric", metric, by=by, at=at, objective=objective.pk, name=name, evidence=edge_evidence)
    return metric
