"""The door through which other systems tell of episodes. What it acknowledges is stored; the same key is stored once."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, moment_of, object_of, refusal, unusable
from groundswell.listen.channels.api.response_rules import readable

from .arriving import episode_by_words
from .errors import EpisodeUnusable
from .models import Episode

NEEDED, MORE = ("key", "email", "touchpoint", "happened_at"), ("unit", "employee")


@csrf_exempt  # no session and no cookie: the token is the protection
def episodes(request: HttpRequest) -> HttpResponse:
    """POST one episode: 201 stored now, 200 stored before, 409 the key with other content, 422 what is wrong with it."""
    if request.method != "POST":
        return refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = caller_of(request, now, ApiToken.Scope.INTAKE)
        told = _told(request)
        happened_at = _moment(told["happened_at"], now)
        words = {name: told.get(name) for name in MORE}
        source, before = f"api:{token.name}", Episode.objects.filter(key=told["key"])
        is_known = before.filter(source=source).exists()
        episode = episode_by_words(
            told["email"],
            touchpoint=told["touchpoint"],
            source=source,
            key=told["key"],
            happened_at=happened_at,
            by=source,
            at=now,
            **words,
        )
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except EpisodeUnusable as strange:
        return unusable(str(strange))
    if is_known and not _is_same(episode, told, happened_at):
        return refusal("conflict", "key")
    return as_json(200 if is_known else 201, {"id": episode.pk, "key": episode.key})


def _told(request: HttpRequest) -> Mapping[str, str]:
    told = object_of(request)
    for name in told:
        if name not in NEEDED + MORE:
            raise Refused("unknown_field", name[:60])
    for name in NEEDED + MORE:
        if name in NEEDED and not told.get(name):
            raise Refused("required", name)
        if told.get(name) is not None and not isinstance(told[name], str):
            raise Refused("type", name)
        readable(name, told.get(name) or "")
    sent = request.headers.get("Idempotency-Key")
    if sent is not None and sent != told["key"]:
        raise Refused("bad_key", "Idempotency-Key")
    return told


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = moment_of(text, now)
    except ValueError as trouble:
        raise Refused("invalid_date", "happened_at") from trouble
    if moment is None:
        raise Refused("date_out_of_range", "happened_at")
    return moment


def _is_same(episode: Episode, told: Mapping[str, str], happened_at: datetime) -> bool:
    return (episode.touchpoint.code, episode.happened_at, episode.unit.code if episode.unit else None) == (
        told["touchpoint"],
        happened_at,
        told.get("unit") or None,
    )
