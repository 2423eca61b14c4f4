"""An announcement that was wrong is taken back: off every public page at once, and what has not left leaves no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from groundswell.act.initiatives.models import Initiative
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import withdraw_messages

from .errors import NoReason, TakenBackAlready
from .models import Announcement, TakingBack


@transaction.atomic
def take_back(announcement: Announcement, *, why: str, by: object, at: datetime) -> TakingBack:
    """Raises NoReason, TakenBackAlready. Another one may be published in its place."""
    Initiative.objects.select_for_update(of=("self",)).get(pk=announcement.initiative_id)
    if not why.strip():
        raise NoReason("Say why it is taken back: those who wrote it will ask.")
    if before := TakingBack.objects.filter(announcement=announcement).first():
        raise TakenBackAlready(f"It was taken back on {before.at:%-d %B %Y}: {before.why}")
    made = TakingBack.objects.create(
        announcement=announcement, why=why.strip()[:300], by=person_of(by), at=at
    )
    of_it = Q(reply__announcement=announcement) | Q(better_ask__reply__announcement=announcement)
    kept = withdraw_messages(
        Message.objects.filter(of_it), "What it told was taken back before it could be sent.", at=at
    )
    record("took back", announcement, by=by, at=at, why=made.why, letters_kept_back=kept)
    return made
