"""What people do with plans: make, change, pause, let go on, end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from groundswell.foundation.history.actions import record
from groundswell.foundation.organisation.working_time import calendar_days_after

from .errors import FieldIsDrawn, PlanHasEnded
from .models import Ask, Draw, ListeningPlan, PlanChange, PlanPause, Reason, Sending, Suppression
from .queries import asks_colleagues, unfinished

NOT_FOR_CUSTOMERS = "This survey is closed or asks colleagues. Choose one that asks customers."
BY_DRAW = frozenset(
    {
        "starts_on", "segments", "unit", "share", "margin", "expected_response", "send_hour", "spread_days",
        "wait_hours",
    }
)  # fmt: skip
"""What a draw keeps for good: whom, when and with which chance."""
AT_ONCE = frozenset({"name", "wish", "quota", "reminders_at_most", "remind_after_days"})
"""What holds from now on for everybody, drawn already or not."""
TOO_LATE = timedelta(days=1)


@transaction.atomic
def make_plan(*, by: object, at: datetime, **fields: Any) -> ListeningPlan:
    """A listening plan that asks from its first day on."""
    plan = ListeningPlan(**fields, made_at=at)
    plan.full_clean()
    if plan.survey.closed_at is not None or asks_colleagues(plan.survey):
        raise ValidationError({"survey": NOT_FOR_CUSTOMERS})
    plan.save()
    record("made a listening plan", plan, by=by, at=at, kind=plan.kind, survey=plan.survey.code)
    return plan


def changeable(plan: ListeningPlan) -> frozenset[str]:
    """What may still be changed: of a wave or list that is drawn only what a draw does not keep."""
    if plan.ended_at is not None:
        return frozenset()
    lasts = plan.kind in {ListeningPlan.Kind.ROLLING, ListeningPlan.Kind.EPISODE}
    return AT_ONCE | BY_DRAW if lasts or not Draw.objects.filter(plan=plan).exists() else AT_ONCE


@transaction.atomic
def change_plan(plan: ListeningPlan, *, by: object, at: datetime, **fields: Any) -> PlanChange | None:
    """From now on the plan asks otherwise; what it was is kept. None when nothing differs.

    Who is drawn already keeps their day and their chance; how it asks, the quota and the reminders follow at once.
    """
    held = _held(plan)
    differs = {name: value for name, value in fields.items() if getattr(held, name) != value}
    if not differs:
        return None
    if held.ended_at is not None:
        raise PlanHasEnded("This plan has ended. Make another.")
    kept = set(differs) - changeable(held)
    if kept:
        raise FieldIsDrawn(
            f"This is drawn and stays as it is: {', '.join(sorted(kept))}. End the plan and make another."
        )
    was = {name: _plain(getattr(held, name)) for name in differs}
    for name, value in differs.items():
        setattr(held, name, value)
    held.full_clean()
    held.save(update_fields=list(differs))
    _move_reminders(held, at)
    now = {name: _plain(value) for name, value in differs.items()}
    change = PlanChange.objects.create(plan=held, was=was, now=now, by=str(by)[:200], at=at)
    record("changed a listening plan", held, by=by, at=at, was=was, now=now)
    return change


def _plain(value: Any) -> Any:
    """As it is read years later: names instead of keys."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return [str(one) for one in value] if isinstance(value, list) else str(value)


def _move_reminders(plan: ListeningPlan, at: datetime) -> None:
    """Reminders that wait keep the plan's days anew, or are left out where it reminds so often no more."""
    waits = unfinished().filter(plan=plan, step__gt=0)
    too_many = waits.filter(step__gt=plan.reminders_at_most)
    sentence = "The plan was changed and reminds less often."
    _leave_out(too_many, Reason.PLAN_CHANGED, sentence, at)
    asks = list(waits.filter(step__lte=plan.reminders_at_most))
    before = {
        (invitation, step): moment
        for invitation, step, moment in Sending.objects.filter(
            invitation__in=[ask.reminds_id for ask in asks]
        ).values_list("invitation", "ask__step", "at")
    }
    for ask in asks:
        ask.due_at = before[ask.reminds_id, ask.step - 1] + timedelta(days=plan.remind_after_days)
    Ask.objects.bulk_update(asks, ["due_at"], batch_size=500)


def _leave_out(asks: QuerySet[Ask], reason: Reason, sentence: str, at: datetime) -> int:
    rows = [
        Suppression(ask_id=pk, reason=reason, sentence=sentence, at=at)
        for pk in asks.values_list("pk", flat=True)
    ]
    return len(Suppression.objects.bulk_create(rows, batch_size=500))


@transaction.atomic
def pause_plan(plan: ListeningPlan, *, why: str, by: object, at: datetime) -> PlanPause:
    """The plan draws nobody and sends nothing until it goes on. A pause that lasts stands."""
    held = _held(plan)
    if held.ended_at is not None:
        raise PlanHasEnded("This plan has ended. There is nothing to pause.")
    pause, made = PlanPause.objects.get_or_create(
        plan=held, ended_at=None, defaults={"why": why[:300], "by": str(by)[:200], "at": at}
    )
    if made:
        record("paused a listening plan", held, by=by, at=at, why=why)
    return pause


@transaction.atomic
def resume_plan(plan: ListeningPlan, *, by: object, at: datetime) -> int:
    """The plan goes on; gives how many questions are asked no more because their moment passed.

    What came due meanwhile in a wave, a sample or a list goes out as many days later as the plan rested. A question
    about an episode, and a reminder, that is overdue by more than a day is left out.
    """
    held = _held(plan)
    pause = PlanPause.objects.filter(plan=held, ended_at=None).first()
    if pause is None:
        return 0
    PlanPause.objects.filter(pk=pause.pk).update(ended_at=at, ended_by=str(by)[:200])
    overdue = unfinished().filter(plan=held, due_at__lte=at)
    is_episode = held.kind == ListeningPlan.Kind.EPISODE
    stale = (
        overdue.filter(due_at__lt=at - TOO_LATE)
        if is_episode
        else overdue.filter(due_at__lt=at - TOO_LATE, step__gt=0)
    )
    sentence = "The plan was paused when this was due, and by the time it went on the moment was gone."
    left = _leave_out(stale, Reason.PAUSED, sentence, at)
    if not is_episode:
        _go_on_later(overdue.filter(step=0), pause.at, at)
    record("let a listening plan go on", held, by=by, at=at, left_out=left)
    return left


def _go_on_later(overdue: QuerySet[Ask], paused_at: datetime, at: datetime) -> None:
    """So many days later as the plan rested, at the same time of the day where the person lives."""
    days = (timezone.localdate(at) - timezone.localdate(paused_at)).days
    asks = list(overdue.select_related("customer"))
    for ask in asks:
        zone = ask.customer.time_zone or settings.TIME_ZONE
        ask.due_at = calendar_days_after(ask.due_at, days, zone) if days else ask.due_at
    Ask.objects.bulk_update(asks, ["due_at"], batch_size=500)


@transaction.atomic
def end_plan(plan: ListeningPlan, *, by: object, at: datetime) -> None:
    """The plan draws nobody any more; what waits is sent no more either."""
    held = _held(plan)
    if held.ended_at is None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
        PlanPause.objects.filter(plan=held, ended_at=None).update(ended_at=at, ended_by=str(by)[:200])
        record("ended a listening plan", held, by=by, at=at)


def _held(plan: ListeningPlan) -> ListeningPlan:
    return (
        ListeningPlan.objects.select_for_update(of=("self",)).select_related("survey", "unit").get(pk=plan.pk)
    )
