"""Notices are written from what is committed: the sealed history and the voices. What was rolled back is told to nobody,
what was committed is told whatever was killed meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.urls import reverse

from groundswell.foundation.history.models import Event
from groundswell.listen.signals.models import Signal

from .kinds import VOICE, Kind, every_kind
from .models import Notice, Subscription

AT_ONCE = 500
OVERLAP = 2000
"""Voices that were stored by two at the same time may be committed in another order than that of their ids."""
OLD_AFTER = timedelta(days=30)
OVERLAPS_FOR = timedelta(days=1)
MOST_BYTES = 19_500
"""A notice stays under 20 kB, as the standard asks."""


def newest() -> dict[str, int]:
    """How far the history and the voices reach now."""
    return {
        "history_through": Event.objects.aggregate(last=Max("id"))["last"] or 0,
        "voices_through": Signal.objects.aggregate(last=Max("id"))["last"] or 0,
    }


def write_notices(at: datetime) -> int:
    """Write what every living subscriber is to be told; gives how many notices are new."""
    return sum(
        _write(pk, at) for pk in Subscription.objects.filter(ended_at=None).values_list("pk", flat=True)
    )


@transaction.atomic
def _write(pk: int, at: datetime) -> int:
    subscription = Subscription.objects.select_for_update().get(pk=pk)
    last = newest()["voices_through"]
    deeds = list(Event.objects.filter(id__gt=subscription.history_through).order_by("id")[:AT_ONCE])
    voices = _voices(subscription, at) if VOICE in subscription.kinds else []
    notices = [*_of_deeds(subscription, deeds, at), *(_of_voice(subscription, one, at) for one in voices)]
    Notice.objects.bulk_create(notices, batch_size=200)
    if deeds:
        subscription.history_through = deeds[-1].pk
    has_all = len(voices) < AT_ONCE
    subscription.voices_through = max(subscription.voices_through, last if has_all else voices[-1].pk)
    subscription.save(update_fields=["history_through", "voices_through"])
    return len(notices)


def _voices(subscription: Subscription, at: datetime) -> list[Signal]:
    """Voices that arrived since it was made and were not told, those that were said long before they arrived aside."""
    told = Notice.objects.filter(subscription=subscription, signal=OuterRef("pk"))
    ahead = Q(id__gt=subscription.voices_through)
    beside = Q(id__gt=subscription.voices_through - OVERLAP, received_at__gte=at - OVERLAPS_FOR)
    fresh = Signal.objects.filter(
        ahead | beside,
        received_at__gte=subscription.made_at,
        submitted_at__gte=F("received_at") - OLD_AFTER,
    ).exclude(Exists(told))
    fresh = fresh.exclude(kind=Signal.Kind.EMPLOYEE)  # nobody's single voice, and told to nobody
    return list(fresh.select_related("unit", "touchpoint").order_by("id")[:AT_ONCE])


def _of_deeds(subscription: Subscription, deeds: list[Event], at: datetime) -> Iterable[Notice]:
    wanted = {
        (kind.verb, kind.subject): kind
        for code, kind in every_kind().items()
        if code in subscription.kinds and code != VOICE
    }
    for deed in deeds:
        kind = wanted.get((deed.verb, deed.subject_kind))
        if kind:
            told = {name: deed.detail[name] for name in kind.details if name in deed.detail}
            data = {"id": deed.subject_id, **_link(kind, deed.subject_id), **told}
            yield Notice(
                subscription=subscription,
                key=f"deed-{deed.pk}",
                kind=kind.code,
                body=_body(kind, deed.at, data),
                written_at=at,
                due_at=at,
            )


def _of_voice(subscription: Subscription, voice: Signal, at: datetime) -> Notice:
    kind = every_kind()[VOICE]
    data: dict[str, Any] = {
        "id": str(voice.pk),
        **_link(kind, str(voice.pk)),
        "kind": voice.kind,
        "channel": voice.channel,
        "score": voice.score,
        "kind_of_score": voice.kind_of_score,
        "rating": voice.rating,
        "rating_of": voice.rating_of,
        "submitted_at": voice.submitted_at.isoformat(),
        "unit": voice.unit and voice.unit.code,
        "touchpoint": voice.touchpoint and voice.touchpoint.code,
    }
    body = _body(kind, voice.received_at, data)
    most = MOST_BYTES
    while subscription.has_words:
        words = voice.comment.encode()[:most].decode("utf-8", "ignore")
        body = _body(kind, voice.received_at, data | {"words": words, "is_cut": words != voice.comment})
        if len(body.encode()) <= MOST_BYTES:
            break
        most = most * 3 // 4
    return Notice(
        subscription=subscription,
        signal=voice,
        key=f"voice-{voice.pk}",
        kind=kind.code,
        body=body,
        written_at=at,
        due_at=at,
    )


def _body(kind: Kind, moment: datetime, data: dict[str, Any]) -> str:
    told = {"type": kind.code, "timestamp": moment.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _link(kind: Kind, pk: str) -> dict[str, str]:
    return {"url": settings.BASE_URL + reverse(kind.page, args=[pk])} if kind.page else {}
