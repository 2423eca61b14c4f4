"""One JSON object that another system posts to a page of ours: who calls, what it holds, and what goes back."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.foundation.access.models import ApiToken
from groundswell.foundation.access.queries import living_tokens

from .answers import Answer, found, problem
from .errors import Refused
from .strict_json import read_object

MOST_BYTES = 1 << 16
AHEAD = timedelta(minutes=5)
"""How far the clock of another system may be ahead of ours."""
LONG_AGO = timedelta(days=3660)


def caller_of(request: HttpRequest, now: datetime, scope: str) -> ApiToken:
    """The living token of a call, where it allows this. Raises Refused."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    digest = sha256(secret.strip().encode()).hexdigest()
    token = living_tokens(now).filter(digest=digest).first() if kind.lower() == "bearer" else None
    if token is None:
        raise Refused("unauthorised")
    if scope not in token.scopes:
        raise Refused("forbidden")
    return token


def object_of(request: HttpRequest) -> dict[str, Any]:
    """The one object of the body. Raises Refused."""
    if request.content_type != "application/json":
        raise Refused("media_type")
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        raise Refused("too_large")
    return read_object(request.body)


def moment_of(text: str, now: datetime) -> datetime | None:
    """A moment as ISO 8601, on our own clock where it has no offset. ValueError where it is none; None where it lies
    years back or in the future."""
    found = datetime.fromisoformat(text)
    found = found if found.tzinfo else timezone.make_aware(found)
    return found if now - LONG_AGO < found <= now + AHEAD else None


def refusal(name: str, field: str = "", *, allow: str = "", said: str = "") -> HttpResponse:
    """Why a call was not taken, by the class of the problem; ``said`` where a sentence fits this call better."""
    return _as_page(problem(name, field, allow=allow, said=said))


def unusable(sentence: str, field: str = "") -> HttpResponse:
    """The object could be read, and what it says cannot be used."""
    return _as_page(problem("unusable", field, said=sentence))


def as_json(status: int, content: dict[str, Any]) -> HttpResponse:
    """What goes back."""
    return _as_page(found(content, status))


def _as_page(answer: Answer) -> HttpResponse:
    page = HttpResponse(answer.body, status=answer.status)
    for header, value in answer.headers:
        page[header.decode()] = value.decode()
    return page
