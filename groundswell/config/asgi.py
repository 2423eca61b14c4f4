"""The web application: answers from other systems by a short way, everything else by Django."""

import asyncio
import os
from collections.abc import Mapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()  # the rooms are loaded from here on

# ruff: noqa: E402
from django.db import close_old_connections
from django.utils import timezone

from groundswell.foundation.access.queries import living_tokens
from groundswell.listen.channels.api.callers import Caller, Callers
from groundswell.listen.channels.api.intake import PATH, SURVEYS, Intake, Receive, Scope, Send
from groundswell.listen.channels.api.survey_rules import Surveys, Wording
from groundswell.listen.channels.api.wordings import wording
from groundswell.listen.signals.letters import letterbox_path

from .bridge import Bridge


def tokens() -> Mapping[bytes, Caller]:
    """Every token that opens something, by its hash."""
    close_old_connections()
    return {
        bytes.fromhex(token.digest): Caller(
            f"api:{token.name}", frozenset(token.scopes), token.expires_at.timestamp()
        )
        for token in living_tokens(timezone.now())
    }


def base_url(host: str) -> str:
    """The address under which a caller reached us, when it is one of ours; the usual one otherwise."""
    scheme, _, usual = settings.BASE_URL.partition("://")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return f"{scheme}://{host if name in settings.ALLOWED_HOSTS else usual}"


class Application:
    """One port for both. The intake begins with the server and ends with it."""

    def __init__(self) -> None:
        self._pages = Bridge(pages, threads=4)
        self._intake: Intake | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection of the server."""
        if scope["type"] == "http":
            path = scope["path"]
            if path == PATH or path.startswith((f"{PATH}/", SURVEYS)):
                await self._open_intake()(scope, receive, send)
            else:
                await self._pages(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    def _open_intake(self) -> Intake:
        if self._intake is None:
            self._intake = Intake(
                letterbox_path(),
                Callers(_load_tokens),
                zone=settings.TIME_ZONE,
                base_url=base_url,
                surveys=Surveys(_load_wording),
            )
        return self._intake

    async def _live(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] == "lifespan.startup":
            self._open_intake()
            await send({"type": "lifespan.startup.complete"})
        if self._intake is not None:
            self._intake.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _load_tokens() -> Mapping[bytes, Caller]:
    return await asyncio.get_running_loop().run_in_executor(None, tokens)


def wording_now(code: str, number: int | None) -> Wording | None:
    """A version of a survey, on a connection that lives."""
    close_old_connections()
    return wording(code, number)


async def _load_wording(code: str, number: int | None) -> Wording | None:
    return await asyncio.get_running_loop().run_in_executor(None, wording_now, code, number)


application: Any = Application()
