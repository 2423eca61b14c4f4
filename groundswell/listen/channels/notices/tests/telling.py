"""What tests of notices share: a subscriber, a slow one, one round of the job."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep

from groundswell.listen.channels.connections.tests.provider import Provider, Recorded
from groundswell.listen.channels.notices.actions import subscribe
from groundswell.listen.channels.notices.kinds import every_kind
from groundswell.listen.channels.notices.models import Subscription
from groundswell.listen.channels.notices.sending import LINES
from groundswell.listen.channels.notices.writing import write_notices
from tests.world import NOW

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
TAKEN = Recorded({}, 204)


def subscribed(receiver: Provider, *kinds: str, has_words: bool = False) -> tuple[Subscription, str]:
    wanted = kinds or tuple(every_kind())
    return subscribe("Help desk", f"{receiver.address}/in", wanted, has_words=has_words, by="tests", at=NOW)


@contextmanager
def slow(seconds: float) -> Iterator[tuple[str, list[bytes]]]:
    """A receiver that takes its time."""
    asked: list[bytes] = []

    class Sleeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])))
            sleep(seconds)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Sleeper) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", asked
        server.shutdown()
        thread.join()


def told(receiver: Provider) -> list[dict]:
    return [json.loads(body) for _, _, body in receiver.asked]


def round_at(at=NOW) -> None:
    write_notices(at)
    LINES.round(at, patience=15)
