"""Regular work: write what is to be told, tell it, forget what was told long ago."""

from datetime import datetime, timedelta

from .models import Notice, Subscription
from .sending import LINES
from .writing import write_notices

KEPT_FOR = timedelta(days=30)


def is_somebody_told() -> bool:
    """Whether there is any subscriber: without one the job costs a single question."""
    return Subscription.objects.filter(ended_at=None).exists()


def tell_others(at: datetime) -> str:
    """Write and send notices. A slow subscriber delays nobody else, and no other job by more than a second."""
    written, told = write_notices(at), LINES.round(at)
    heard = sum(one.is_heard for one in told)
    return f"{written} written, {heard} told, {len(told) - heard} not" if written or told else ""


def forget_notices(at: datetime) -> str:
    """Forget notices that were told a month ago."""
    count, _ = Notice.objects.filter(told_at__lt=at - KEPT_FOR).delete()
    return f"{count} rows forgotten" if count else ""
