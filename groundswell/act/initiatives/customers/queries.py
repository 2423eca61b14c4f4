"""Ask which designs deal customers, and who may read their lots."""

from datetime import datetime

from django.utils.timezone import localdate

from groundswell.act.initiatives.models import Design
from groundswell.act.initiatives.plan import ends_on


def designs_of_customers(at: datetime) -> list[Design]:
    """Designs that stand, deal customers, and whose time is not over."""
    standing = Design.objects.filter(
        kind=Design.Kind.CUSTOMERS, superseded_by=None, initiative__ended_at=None
    )
    return [
        one for one in standing.select_related("initiative").order_by("pk") if localdate(at) < ends_on(one)
    ]
