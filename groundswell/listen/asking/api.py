"""The door through which other systems tell of episodes. What it acknowledges is stored; the same key is stored once."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from groundswell.foundation.access.models import ApiToken
from groundswell.foundation.access.queries import living_tokens
from groundswell.listen.channels.api.answers import problem
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.strict_json import read_object

from .arriving import episode_by_words
from .errors import EpisodeUnusable
from .models import Episode

MOST_BYTES = 1 << 16
NEEDED, MORE = ("key", "email", "touchpoint", "happened_at"), ("unit", "employee")
AHEAD = timedelta(minutes=5)
"""How far the clock of another system may be ahead of ours."""


@csrf_exempt  # no session and no cookie: the token is the protection
def episodes(request: HttpRequest) -> HttpResponse:
    """POST one episode: 201 stored now, 200 stored before, 409 the key with other content, 422 what is wrong with it."""
    if request.method != "POST":
        return _refusal("method", allow="POST")
    now = timezone.now()
    try:
        token = _caller(request, now)
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
    except Refused as refusal:
        return _refusal(refusal.problem, refusal.field)
    except EpisodeUnusable as unusable:
        return _json(422, {"class": "unusable", "sentence": str(unusable)}, "application/problem+json")
    if is_known and not _is_same(episode, told, happened_at):
        return _refusal("conflict", "key")
    return _json(200 if is_known else 201, {"id": episode.pk, "key": episode.key})


def _caller(request: HttpRequest, now: datetime) -> ApiToken:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    digest = sha256(secret.strip().encode()).hexdigest()
    token = living_tokens(now).filter(digest=digest).first() if kind.lower() == "bearer" else None
    if token is None:
        raise Refused("unauthorised")
    if ApiToken.Scope.INTAKE not in token.scopes:
        raise Refused("forbidden")
    return token


def _told(request: HttpRequest) -> Mapping[str, str]:
    if request.content_type != "application/json":
        raise Refused("media_type")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise Refused("too_large")
    told = read_object(request.body)
    for name in told:
        if name not in NEEDED + MORE:
            raise Refused("unknown_field", name[:60])
    for name in NEEDED + MORE:
        if name in NEEDED and not told.get(name):
            raise Refused("required", name)
        if told.get(name) is not None and not isinstance(told[name], str):
            raise Refused("invalid_text", name)
        if "\x00" in (told.get(name) or ""):
            raise Refused("control_character", name)
    sent = request.headers.get("Idempotency-Key")
    if sent is not None and sent != told["key"]:
        raise Refused("bad_key", "Idempotency-Key")
    return told


def _moment(text: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as trouble:
        raise Refused("invalid_date", "happened_at") from trouble
    moment = moment if moment.tzinfo else timezone.make_aware(moment)
    if not now - timedelta(days=3660) < moment <= now + AHEAD:
        raise Refused("date_out_of_range", "happened_at")
    return moment


def _is_same(episode: Episode, told: Mapping[str, str], happened_at: datetime) -> bool:
    return (episode.touchpoint.code, episode.happened_at, episode.unit.code if episode.unit else None) == (
        told["touchpoint"],
        happened_at,
        told.get("unit") or None,
    )


def _refusal(name: str, field: str = "", *, allow: str = "") -> HttpResponse:
    answer = problem(name, field, allow=allow)
    found = HttpResponse(answer.body, status=answer.status)
    for header, value in answer.headers:
        found[header.decode()] = value.decode()
    return found


def _json(status: int, content: Mapping[str, object], kind: str = "application/json") -> HttpResponse:
    return HttpResponse(json.dumps(content), status=status, content_type=kind)
