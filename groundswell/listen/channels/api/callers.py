"""Who sends: tokens are looked up in a small table that is read again every half minute."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from .errors import Refused

READ_AGAIN_SECONDS = 30.0
KNOW_STRANGERS_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Caller:
    """What a token allows until when (seconds since 1970). ``name`` is the source of its answers."""

    name: str
    scopes: frozenset[str]
    expires_at: float


Tokens = Mapping[bytes, Caller]


class Callers:
    """All living tokens by their SHA-256. A withdrawn one stops within ``READ_AGAIN_SECONDS``."""

    def __init__(self, load: Callable[[], Awaitable[Tokens]]) -> None:
        self._load = load
        self._tokens: Tokens = {}
        self._read_at = float("-inf")
        self._turn = asyncio.Lock()

    async def caller(self, authorization: bytes, scope: str, now: float) -> Caller:
        """The caller behind an ``Authorization`` header. Raises Refused."""
        kind, _, secret = authorization.partition(b" ")
        if kind.lower() != b"bearer" or not secret:
            raise Refused("unauthorised")
        digest = hashlib.sha256(secret.strip()).digest()
        if now - self._read_at > READ_AGAIN_SECONDS:
            await self._read(now, READ_AGAIN_SECONDS)
        found = self._tokens.get(digest)
        if found is None and now - self._read_at > KNOW_STRANGERS_SECONDS:
            await self._read(now, KNOW_STRANGERS_SECONDS)
            found = self._tokens.get(digest)
        if found is None or found.expires_at <= now:
            raise Refused("unauthorised")
        if scope not in found.scopes:
            raise Refused("forbidden")
        return found

    async def _read(self, now: float, age: float) -> None:
        async with self._turn:
            if now - self._read_at <= age:
                return
            try:
                self._tokens = await self._load()
            except Exception as trouble:
                raise Refused("unavailable") from trouble
            self._read_at = now
