"""Ask one address once: the checked address, no redirects, ten seconds, one mebibyte, no proxy from the environment."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from ssl import SSLContext
from typing import Any

import httpx
from django.conf import settings

from .addresses import Destination, Resolve, checked_destination, resolve_name
from .errors import BrokenAnswer, Refused, Throttled, Unreachable

SECONDS = 10
MOST_BYTES = 1024 * 1024
LONGEST_WAIT = 24 * 3600


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers, at most one mebibyte."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON, or BrokenAnswer."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as problem:
            raise BrokenAnswer("The answer is no JSON. Check the address; we try again.") from problem


def destination_of(url: str, *, resolve: Resolve = resolve_name) -> Destination:
    """Where this address leads when it may be reached here and now."""
    return checked_destination(url, resolve=resolve, may_reach_loopback=settings.OUTBOUND_MAY_REACH_LOOPBACK)


def ask_outside(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    body: bytes | None = None,
    resolve: Resolve = resolve_name,
) -> Answer:
    """Send one request and give its answer when it is a yes (2xx); every other end is an OutsideProblem."""
    answer = knock(url, method=method, headers=headers, params=params, body=body, resolve=resolve)
    if answer.status == 429 or answer.status >= 500:
        raise Throttled(
            f"They ask us to come back later (status {answer.status}). We try again by ourselves.",
            wait_seconds=seconds_to_wait(answer.headers.get("retry-after", "")),
        )
    if answer.status in {401, 403}:
        raise Refused(
            f"They do not accept our key (status {answer.status}). Enter a new one.", body=answer.body
        )
    if 300 <= answer.status < 400:
        raise Refused(
            f"The address has moved (status {answer.status}), and we follow nobody. Enter the new one."
        )
    if not 200 <= answer.status < 300:
        raise Refused(
            f"They answer with status {answer.status}. Check the settings of this connection.",
            body=answer.body,
        )
    return answer


def knock(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, Any] | None = None,
    body: bytes | None = None,
    resolve: Resolve = resolve_name,
) -> Answer:
    """Send one request; whatever status comes back is an answer."""
    if params:
        url = str(httpx.URL(url).copy_merge_params(dict(params)))
    place = checked_destination(url, resolve=resolve, may_reach_loopback=settings.OUTBOUND_MAY_REACH_LOOPBACK)
    target = httpx.URL(url).copy_with(host=place.address, port=place.port, fragment=None)
    named = dict(headers or {}) | {"Host": _host_header(place.host, place.port, place.scheme)}
    named |= {"Accept-Encoding": "identity", "User-Agent": "Groundswell"}
    try:
        with (
            httpx.Client(verify=_tls(), trust_env=False, follow_redirects=False, timeout=SECONDS) as client,
            client.stream(
                method, target, headers=named, content=body, extensions={"sni_hostname": place.host}
            ) as coming,
        ):
            return Answer(coming.status_code, coming.headers, _limited(coming))
    except (httpx.InvalidURL, ValueError) as problem:
        raise Refused("The request cannot be written. Check the address and the key.") from problem
    except httpx.HTTPError as problem:
        raise Unreachable(
            f"{place.host} does not answer ({type(problem).__name__}). We try again by ourselves.",
            was_asked=not isinstance(problem, (httpx.ConnectError, httpx.ConnectTimeout)),
        ) from problem


@cache
def _tls() -> SSLContext:
    """The certificates that we trust, read once: reading them takes longer than most requests."""
    return httpx.create_ssl_context(trust_env=False)


def seconds_to_wait(text: str, now: datetime | None = None) -> float | None:
    """Retry-After in seconds, whether it is a number or a date (RFC 9110, 10.2.3); at most a day."""
    if text.strip().isdecimal():
        return min(float(text), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - (now or datetime.now(UTC))).total_seconds(), 0), LONGEST_WAIT)


def _limited(coming: httpx.Response) -> bytes:
    if coming.headers.get("content-encoding", "identity").lower() != "identity":
        raise BrokenAnswer(
            "The answer is compressed although we asked for plain text. We try again by ourselves."
        )
    ends, body = time.monotonic() + SECONDS, bytearray()
    for piece in coming.iter_raw():
        body += piece
        if len(body) > MOST_BYTES:
            raise BrokenAnswer("The answer is longer than one mebibyte. Ask for smaller pages.")
        if time.monotonic() > ends:
            raise Unreachable(
                "The answer takes longer than ten seconds. We try again by ourselves.", was_asked=True
            )
    return bytes(body)


def _host_header(host: str, port: int, scheme: str) -> str:
    named = f"[{host}]" if ":" in host else host
    return named if port == {"http": 80, "https": 443}[scheme] else f"{named}:{port}"
