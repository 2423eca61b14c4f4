"""A provider on loopback that plays recorded answers, one after the other, and remembers what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Recorded:
    """One recorded answer."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Provider:
    """The server, its address, and every request it got."""

    address: str
    answers: list[Recorded]
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def playing(*answers: Recorded) -> Iterator[Provider]:
    """Serve these answers in order; the last one stays for ever."""

    class Player(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            provider.asked.append((self.path, headers, body))
            answer = provider.answers.pop(0) if len(provider.answers) > 1 else provider.answers[0]
            content = answer.content()
            self.send_response(answer.status)
            for name, value in (answer.headers | {"Content-Length": str(len(content))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Player)
    provider = Provider(f"http://127.0.0.1:{server.server_port}", list(answers))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
