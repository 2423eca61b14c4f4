"""Administrator: does it run, what needs them, is it kept safe, who gets in."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from groundswell.act.council.owed import owed_by
from groundswell.act.council.wanted import wanted_of
from groundswell.act.telling.queries import chats_in_trouble
from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import living_tokens
from groundswell.foundation.history.models import Event
from groundswell.foundation.timetable.queries import last_sign_of_life, runs
from groundswell.listen.channels.connections.queries import connections_visible_to, standing_of
from groundswell.listen.channels.outbox.delivering import undelivered
from groundswell.understand.evidence.queries import signals_without_reading

from .first_steps import first_steps, loop_steps

BACKUP_LASTS, QUIET_AFTER, ENDS_SOON = timedelta(days=7), timedelta(days=90), timedelta(days=14)
LITTLE_ROOM = 5 << 30


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether what is here would survive this machine, and who gets in."""

    backed_up_at: datetime | None
    free: int
    accounts: int
    quiet: int
    tokens: int
    ending: int
    at: datetime

    @property
    def wants_backup(self) -> bool:
        return self.backed_up_at is None or self.at - self.backed_up_at > BACKUP_LASTS

    @property
    def wants_room(self) -> bool:
        return self.free < LITTLE_ROOM


def keeping(at: datetime) -> Keeping:
    """``free`` in bytes; ``quiet``: accounts that nobody signed in with for 90 days; ``ending``: tokens with 14 days left."""
    last = Event.objects.filter(verb="backed up").order_by("-id").first()
    accounts, tokens = User.objects.filter(is_active=True), living_tokens(at)
    unused = Q(last_login=None, date_joined__lt=at - QUIET_AFTER) | Q(last_login__lt=at - QUIET_AFTER)
    return Keeping(
        last and last.at,
        shutil.disk_usage(settings.GROUNDSWELL_HOME).free,
        accounts.count(),
        accounts.filter(unused).count(),
        tokens.count(),
        tokens.filter(expires_at__lt=at + ENDS_SOON).count(),
        at,
    )


def home(user: User, at: datetime) -> dict[str, Any]:
    """Is the installation well."""
    seen, jobs = last_sign_of_life(), runs()
    return {
        "first_steps": first_steps(at),
        "loop_steps": loop_steps(user, at),
        "connections": standing_of(connections_visible_to(user)),
        "chats": chats_in_trouble(),
        "worker_lives": seen is not None and at - seen < timedelta(seconds=60),
        "worker_seen": seen,
        "runs": jobs,
        "failed": [run for run in jobs if run.has_failed],
        "keeping": keeping(at),
        "wanted": wanted_of(user, at),
        "owed": owed_by(user, at),
        "unread": signals_without_reading().count(),
        "undelivered": undelivered().count(),
        "events": Event.objects.order_by("-id")[:12],
    }
