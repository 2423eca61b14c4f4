"""Administrator: health, jobs, what waits."""

from datetime import datetime, timedelta
from typing import Any

from groundswell.act.telling.queries import chats_in_trouble
from groundswell.foundation.access.models import User
from groundswell.foundation.history.models import Event
from groundswell.foundation.timetable.queries import last_sign_of_life, runs
from groundswell.listen.channels.connections.queries import connections_visible_to, standing_of
from groundswell.listen.channels.outbox.delivering import undelivered
from groundswell.understand.evidence.queries import signals_without_reading

from .first_steps import first_steps, loop_steps


def home(user: User, at: datetime) -> dict[str, Any]:
    """Is the installation well."""
    seen = last_sign_of_life()
    return {
        "first_steps": first_steps(at),
        "loop_steps": loop_steps(user, at),
        "connections": standing_of(connections_visible_to(user)),
        "chats": chats_in_trouble(),
        "worker_lives": seen is not None and at - seen < timedelta(seconds=60),
        "worker_seen": seen,
        "runs": runs(),
        "unread": signals_without_reading().count(),
        "undelivered": undelivered().count(),
        "events": Event.objects.order_by("-id")[:12],
    }
