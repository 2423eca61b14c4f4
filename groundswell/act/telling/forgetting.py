"""What was told long ago is forgotten; keys stay as long as the same thing could be found again."""

from __future__ import annotations

from datetime import datetime, timedelta

from .models import Telling, Tiding

KEPT_FOR = timedelta(days=90)


def forget_tidings(*, at: datetime) -> int:
    """Forget tidings of three months ago that wait for nobody, and tellings that hold none any more. Returns how many tidings."""
    old = Tiding.objects.filter(noted_at__lt=at - KEPT_FOR, is_pending=False)
    count = old.count()
    old.delete()
    Telling.objects.filter(at__lt=at - KEPT_FOR, tidings=None).delete()
    return count
