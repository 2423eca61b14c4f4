"""Note what is new: each room is asked, each thing comes to each person once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from groundswell.foundation.access.models import User
from groundswell.foundation.saying import Said
from groundswell.foundation.tidings import NewTiding, Pace, TidingKind

from .kinds import every_kind
from .models import Reach, Tiding
from .readers import rows_of, user_of
from .standing import hide_and_show, sort_out
from .wanting import paces_of

OVERLAP = timedelta(days=1)
"""What is committed late, or backdated a little, is found all the same; keys keep it from coming twice."""


def note_tidings(*, at: datetime, at_once: bool = False) -> int:
    """Ask every kind that is due what is new. Returns how many tidings are."""
    reached = dict(Reach.objects.values_list("kind", "through"))
    due = [
        kind
        for kind in every_kind().values()
        if at_once
        or not reached.get(kind.code, at) <= at < reached.get(kind.code, at - kind.every) + kind.every
    ]
    noted, asked = 0, []
    try:
        for kind in due:
            through = reached.get(kind.code, at)
            # A clock that was set back asks for a time again; one that was set forward does not hide what comes before it.
            found = list(kind.find(min(through, at) - OVERLAP, at))
            noted += _note(kind, found, at) if found else 0
            asked.append(Reach(kind=kind.code, through=max(through, at)))
    finally:
        # What is asked again after a crash in between has its key and does not come twice.
        Reach.objects.bulk_create(
            asked, update_conflicts=True, unique_fields=["kind"], update_fields=["through"]
        )
    return noted


@transaction.atomic
def _note(kind: TidingKind, found: list[NewTiding], at: datetime) -> int:
    fresh = _for_whom_signs_in(kind, found, at)
    known = set(
        Tiding.objects.filter(kind=kind.code, key__in={row.key for row in fresh}).values_list(
            "person", "partner", "key"
        )
    )
    new = [row for row in fresh if (row.person_id, row.partner_id, row.key) not in known]
    Tiding.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    _hide_unseen(kind, {(row.person_id, row.partner_id) for row in new}, at)
    return len(new)


def _hide_unseen(kind: TidingKind, readers: set[tuple[int | None, int | None]], at: datetime) -> None:
    for person, partner in readers:
        user = user_of(person_id=person, partner_id=partner)
        if user is not None:
            noted = Tiding.objects.filter(**rows_of(user), kind=kind.code, noted_at=at)
            hide_and_show(sort_out(user, noted))


def _for_whom_signs_in(kind: TidingKind, found: list[NewTiding], at: datetime) -> list[Tiding]:
    """Rows for people who have a sign-in of a role that hears this kind and still work here."""
    here = User.objects.filter(is_active=True, role__in=kind.roles)
    colleagues = here.filter(person__in={new.person_id for new in found} - {None}, person__left_on=None)
    partners = here.filter(pk__in={new.partner_id for new in found} - {None}, role=User.Role.PARTNER)
    paces = {(user.person_id, None): paces_of(user)[kind.code] for user in colleagues}
    paces |= {(None, user.pk): paces_of(user)[kind.code] for user in partners}
    return [
        _row(kind, new, paces[new.person_id, new.partner_id], at)
        for new in found
        if (new.person_id, new.partner_id) in paces
    ]


def _row(kind: TidingKind, new: NewTiding, pace: str, at: datetime) -> Tiding:
    return Tiding(
        person_id=new.person_id,
        partner_id=new.partner_id,
        kind=kind.code,
        key=new.key,
        subject_id=new.subject_id,
        signal_id=new.signal_id,
        words=str(new.words)[:300],
        said=(new.words if isinstance(new.words, Said) else Said(new.words)).kept(),
        link=new.link,
        moment=new.moment,
        at=new.at,
        noted_at=at,
        is_pending=pace != Pace.LIST,
        read_at=at if pace == Pace.LIST else None,
    )
