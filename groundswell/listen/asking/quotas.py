"""Quotas: how many answers a plan wants from each unit, and where they are in."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from groundswell.listen.signals.models import Signal

from .models import Ask, ListeningPlan

Cells = frozenset[tuple[int | None, int | None]]
"""Plan and unit."""

FOR_ALL_TIME = frozenset({ListeningPlan.Kind.WAVE, ListeningPlan.Kind.LIST})


def full_cells(asks: Iterable[Ask], at: datetime) -> Cells:
    """Where the plans of these asks have the answers that they want: in this local month, or at all for a wave or list."""
    plans = {ask.plan.pk: ask.plan for ask in asks if ask.plan and ask.plan.quota}
    if not plans:
        return frozenset()
    month = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lasting = [pk for pk, plan in plans.items() if plan.kind in FOR_ALL_TIME]
    monthly = [pk for pk in plans if pk not in lasting]
    counts = _answers(lasting) | _answers(monthly, since=month)
    return frozenset((pk, unit) for (pk, unit), n in counts.items() if n >= (plans[pk].quota or 0))


def _answers(plans: list[int], since: datetime | None = None) -> dict[tuple[int, int | None], int]:
    if not plans:
        return {}
    answers = Signal.objects.filter(
        invitation__sendings__ask__plan__in=plans, invitation__sendings__ask__step=0
    )
    if since:
        answers = answers.filter(received_at__gte=since)
    cells = answers.values_list("invitation__sendings__ask__plan", "invitation__sendings__ask__unit")
    return {(plan, unit): n for plan, unit, n in cells.annotate(n=Count("pk"))}
