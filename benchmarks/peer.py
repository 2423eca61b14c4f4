"""What the intake is measured against, on the same server: a plain page of the framework that stores one signal durably,
and an empty answer, which is all that HTTP itself costs.
"""

import json
import os
import sys
from datetime import datetime
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.peer_settings")

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

pages = get_wsgi_application()

# ruff: noqa: E402 the rooms are loaded now
from groundswell.config.bridge import Bridge
from groundswell.config.listening import open_listener
from groundswell.config.serving import server_of
from groundswell.listen.signals.actions import NewSignal, receive_signal

EMPTY = b'{"id":"00000000000000000000000000000000"}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(EMPTY)).encode())]


@csrf_exempt
def store(request: HttpRequest) -> JsonResponse:
    """Store one answer as a signal, in one transaction."""
    given = json.loads(request.body)
    new = NewSignal(
        source="peer",
        key=given["external_id"],
        channel="web",
        kind_of_score="experience",
        score=given["score"],
        comment=given["comment"],
        submitted_at=datetime.fromisoformat(given["submitted_at"]),
    )
    return JsonResponse({"id": receive_signal(new, at=timezone.now()).signal_id}, status=201)


urlpatterns = [path("api/v1/responses", store)]


class Peer:
    """The plain page, or with ``empty`` an answer that takes a body and keeps nothing."""

    def __init__(self, kind: str) -> None:
        self._pages = Bridge(pages, threads=4) if kind == "plain" else None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one connection of the server."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
        elif self._pages is not None:
            await self._pages(scope, receive, send)
        else:
            while (await receive()).get("more_body", False):
                pass
            await send({"type": "http.response.start", "status": 201, "headers": HEADERS})
            await send({"type": "http.response.body", "body": EMPTY})


if __name__ == "__main__":
    server_of(Peer(sys.argv[1])).run(sockets=[open_listener("127.0.0.1", int(sys.argv[2]))])
