"""Clients that post answers over kept connections, each the next one when the last is acknowledged."""

import asyncio
import sys
import time

BODY = (
    '{{"external_id":"{name}","submitted_at":"2026-03-11T10:00:00+00:00","score":{score},'
    '"comment":"The people in the shop were friendly and quick, thank you."}}'
)
HEAD = (
    "POST /api/v1/responses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nIdempotency-Key: {name}\r\nContent-Length: {length}\r\n\r\n"
)


async def post_for(seconds: float, port: int, token: str, clients: int, run: str) -> tuple[int, float]:
    """How many answers were acknowledged with 201, and in how many seconds."""
    began = time.monotonic()
    counts = await asyncio.gather(
        *(_client(port, token, f"{run}-{number}", began + seconds) for number in range(clients))
    )
    return sum(counts), time.monotonic() - began


async def _client(port: int, token: str, name: str, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < until:
        body = BODY.format(name=f"{name}-{count}", score=count % 11)
        head = HEAD.format(token=token, name=f"{name}-{count}", length=len(body))
        writer.write((head + body).encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 201"):
            raise RuntimeError(answer.decode())
        length = next(line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length"))
        await reader.readexactly(int(length.split(b":")[1]))
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    given = sys.argv[1:]
    print(*asyncio.run(post_for(float(given[0]), int(given[1]), given[2], int(given[3]), given[4])))
