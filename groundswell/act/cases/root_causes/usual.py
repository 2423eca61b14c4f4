"""Which causes are offered first where a case is closed."""

from datetime import timedelta

from django.db.models import Count, QuerySet

from ..models import Case, Closure

USUAL = 5
A_YEAR = timedelta(days=365)


def usual_causes(case: Case) -> list[int]:
    """The causes most often found at the same touchpoint in the year before, or where accounts fell quiet, as ids; none where there were none."""
    lately = Closure.objects.filter(at__gte=case.opened_at - A_YEAR, root_cause__retired_at=None)
    there = (
        lately.filter(case__signal=None) if case.signal is None else _at(lately, case.signal.touchpoint_id)
    )
    counted = there.order_by().values("root_cause").annotate(n=Count("pk")).order_by("-n", "root_cause")
    return [row["root_cause"] for row in counted[:USUAL]]


def _at(closures: QuerySet[Closure], touchpoint: int | None) -> QuerySet[Closure]:
    return closures.filter(case__signal__isnull=False, case__signal__touchpoint=touchpoint)
