"""An announcement that was wrong is taken back: off every public page at once, and what has not left leaves no more.

Where the last reading no longer says that it helped, what has not left leaves no more either."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from groundswell.act.initiatives.models import EffectReading, Initiative
from groundswell.act.opportunities.rules import person_of
from groundswell.foundation.history.actions import record
from groundswell.listen.channels.outbox.models import Message
from groundswell.listen.channels.outbox.writing import withdraw_messages

from .errors import NoReason, TakenBackAlready
from .models import Announcement, TakingBack
from .rules import is_overtaken


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


@transaction.atomic
def keep_back_overtaken(*, by: object, at: datetime) -> int:
    """Letters that say that something helped, which the last reading no longer does, leave no more; how many those were."""
    why, kept = "The last reading no longer said that it helped before it could be sent.", 0
    claims = Announcement.objects.filter(
        effect_reading__verdict=EffectReading.Verdict.WORKED, taking_back=None
    )
    for one in claims.select_related("initiative", "effect_reading").order_by("pk"):
        letters = Message.objects.filter(reply__announcement=one)
        if is_overtaken(one) and (of_it := withdraw_messages(letters, why, at=at)):
            record("kept letters back", one, by=by, at=at, letters=of_it)
            kept += of_it
    return kept
