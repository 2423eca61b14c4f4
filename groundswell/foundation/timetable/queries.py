"""Ask the timetable."""

from datetime import datetime

from .models import Heartbeat, Run


def last_sign_of_life() -> datetime | None:
    """When a worker was last seen; None when there never was one."""
    return Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()


def runs() -> list[Run]:
    """The state of every job."""
    return list(Run.objects.all())
