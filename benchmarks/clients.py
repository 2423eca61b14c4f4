"""Clients that post answers over kept connections, each the next one when the last is acknowledged.

One loop over plain sockets: the clients share the machine with the server and should take as little of it as they can.
"""

import select
import socket
import sys
import time
from dataclasses import dataclass, field

BODY = (
    '{{"external_id":"{name}","submitted_at":"2026-03-11T10:00:00+00:00","score":{score},'
    '"comment":"The people in the shop were friendly and quick, thank you."}}'
)
HEAD = (
    "POST /api/v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nIdempotency-Key: {name}\r\nContent-Length: {length}\r\n\r\n"
)


@dataclass(slots=True)
class Client:
    """One connection and what it is in the middle of."""

    connection: socket.socket
    name: str
    token: str
    count: int = 0
    came: bytes = field(default=b"")

    def send(self) -> None:
        """Post the next answer."""
        name = f"{self.name}-{self.count}"
        body = BODY.format(name=name, score=self.count % 11)
        head = HEAD.format(token=self.token, name=name, length=len(body))
        self.connection.sendall((head + body).encode())

    def is_acknowledged(self) -> bool:
        """Take what came; True when it is a whole acknowledgement."""
        self.came += self.connection.recv(65536)
        end = self.came.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = self.came[:end].lower()
        start = head.index(b"content-length:") + 15
        if len(self.came) < end + 4 + int(head[start:].split(b"\r", 1)[0]):
            return False
        if not self.came.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(self.came.decode())
        self.came = b""
        self.count += 1
        return True


def post_for(seconds: float, port: int, token: str, clients: int, run: str) -> tuple[int, float]:
    """How many answers were acknowledged with 201, and in how many seconds."""
    ready, posting = select.epoll(), {}
    for number in range(clients):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        posting[connection.fileno()] = Client(connection, f"{run}-{number}", token)
        ready.register(connection, select.EPOLLIN)
    began = time.monotonic()
    for client in posting.values():
        client.send()
    done, waiting = 0, clients
    while waiting:
        for descriptor, _ in ready.poll():
            client = posting[descriptor]
            if not client.is_acknowledged():
                continue
            done += 1
            if time.monotonic() < began + seconds:
                client.send()
            else:
                waiting -= 1
    return done, time.monotonic() - began


if __name__ == "__main__":
    given = sys.argv[1:]
    print(*post_for(float(given[0]), int(given[1]), given[2], int(given[3]), given[4]))
