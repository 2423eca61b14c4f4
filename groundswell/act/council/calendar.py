"""The days of a person's bodies as a calendar that other programs read (RFC 5545), and the address at which they do."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from groundswell.foundation.access.models import User
from groundswell.foundation.organisation.presence import absences_on

from .models import Meeting, Seat
from .queries import bodies_visible_to
from .seats import spoken_for_by, those_seated

SALT = "council.calendar"
LASTS = timedelta(hours=2)
BACK = timedelta(days=90)
WIDEST = 75
"""Octets of a line; what is longer goes on in the next, after a space."""


def secret_of(user: User) -> str:
    """What stands in the address of a person's calendar. A new password, or leaving, ends it."""
    return signing.dumps([user.pk, _now_of(user)], salt=SALT, compress=True)


def owner_of(secret: str) -> User | None:
    """Whose calendar it is; None for what is no secret of ours, or no longer."""
    try:
        pk, then = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and constant_time_compare(then, _now_of(user)) else None


def meetings_of(user: User, at: datetime) -> QuerySet[Meeting]:
    """Days of the bodies in which a person sits, those called off too, from three months back; where they stand in, the days
    while the member is away."""
    away = {absence.person_id: absence for absence in absences_on(localdate(at))}
    mine = Q(pk__in=())
    for body, seat in _spoken_for(user, at).items():
        absence = None if seat.person_id == user.person_id else away[seat.person_id]
        days = Q(planned_at__date__range=(absence.starts_on, absence.ends_on)) if absence else Q()
        mine |= Q(body=body) & days
    mine &= Q(body__in=bodies_visible_to(user))
    return (
        Meeting.objects.filter(mine, planned_at__gte=at - BACK)
        .select_related("body")
        .prefetch_related("moves")
    )


def calendar_of(meetings: Iterable[Meeting], *, at: datetime) -> str:
    """The file. It says when and where a body meets, and nothing of what is decided."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Groundswell//Council//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]  # fmt: skip
    for meeting in meetings:
        lines += _event(meeting, at)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def has_a_seat(user: User, at: datetime) -> bool:
    """Whether there is anything to put into a calendar."""
    return bool(_spoken_for(user, at))


def _spoken_for(user: User, at: datetime) -> dict[int, Seat]:
    today = localdate(at)
    return spoken_for_by(user.person, those_seated(today), today) if user.person else {}


def _event(meeting: Meeting, at: datetime) -> list[str]:
    address = settings.BASE_URL + reverse("council:meeting", args=[meeting.pk])
    off = meeting.called_off_at is not None
    return [
        "BEGIN:VEVENT",
        f"UID:council-meeting-{meeting.pk}@{settings.BASE_URL.partition('://')[2]}",
        f"DTSTAMP:{_moment(at)}",
        f"SEQUENCE:{len(meeting.moves.all()) + off}",
        f"DTSTART:{_moment(meeting.planned_at)}",
        f"DTEND:{_moment(meeting.planned_at + LASTS)}",
        f"SUMMARY:{_text(str(meeting.body))}",
        *([f"LOCATION:{_text(meeting.place)}"] if meeting.place else []),
        f"URL:{address}",
        f"DESCRIPTION:{_text(f'Agenda and papers: {address}')}",
        f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _now_of(user: User) -> str:
    return user.get_session_auth_hash()[:24]


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Lines of at most 75 octets, never broken within a letter."""
    pieces, room = [""], WIDEST
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append("")
            room = WIDEST - 1
        pieces[-1] += letter
        room -= size
    return "\r\n ".join(pieces)
