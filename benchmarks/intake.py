"""Durable answers over HTTP, in turns with what they are measured against, so that the machine's moods meet all alike:

- the letterbox's writer alone with as many letters in flight: the group commit, which is the limit that the disk sets;
- an empty answer of the same server to the same clients: the limit that HTTP sets;
- a plain page of the framework that stores one signal in the same database.

The server and the clients are processes of their own on the same machine; the server's CPU time is read from the system.
LimeSurvey itself is not here: its cost for a response is the one measured beside a feasibility prototype.
"""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from groundswell.engine.letterbox import Letter, LetterWriter, Receipt

from .bar import Bar
from .clients import BODY
from .servers import OURS, begin, cpu_seconds, free_port, home_in, serving

SECONDS = 1.5
ROUNDS = 5
CLIENTS = (8, 32)
MOST_CPU_MS = 0.15
LIMESURVEY_RPC_CPU_MS = 20.0


@dataclass(frozen=True, slots=True)
class Speed:
    """Acknowledged answers a second, and the CPU time for each."""

    rate: float
    cpu_ms: float


Turns = dict[str, list[Speed]]


def bars() -> Iterator[Bar]:
    """Two numbers of clients; everything else is as it runs in production."""
    with TemporaryDirectory() as place, ExitStack() as open_servers:
        home = home_in(place)
        token = begin(home)
        peer = home | {"DJANGO_SETTINGS_MODULE": "benchmarks.peer_settings"}
        ports = {name: free_port() for name in ("ours", "empty", "plain")}
        words = {"ours": [*OURS, "web", "--port", str(ports["ours"])]} | {
            kind: [sys.executable, "-m", "benchmarks.peer", kind, str(ports[kind])]
            for kind in ("empty", "plain")
        }
        groups = {
            name: open_servers.enter_context(
                serving(words[name], home if name == "ours" else peer, ports[name])
            )
            for name in words
        }
        for clients in CLIENTS:
            turns: Turns = {name: [] for name in (*words, "writer")}
            for name in words:
                _post(1.0, ports[name], token, clients)
            for number in range(ROUNDS):
                for name in words:
                    turns[name].append(_measure(groups[name], ports[name], token, clients))
                turns["writer"].append(_writer_alone(Path(place) / f"{clients}-{number}.sqlite3", clients))
            yield from _bars(clients, turns)


def _bars(clients: int, turns: Turns) -> Iterator[Bar]:
    rate, cpu, spread = _rates(turns), _cpu(turns), _spread(turns["ours"])
    with_clients = f"with {clients} clients"
    for limit, what in (
        ("writer", f"the letterbox's writer alone, {cpu['writer']:.3f} CPU-ms each"),
        ("empty", f"an empty answer of the same server, {cpu['empty']:.3f} CPU-ms each"),
    ):
        ratios = [ours.rate / other.rate for ours, other in zip(turns["ours"], turns[limit], strict=True)]
        is_lower = rate[limit] == min(rate["writer"], rate["empty"])
        yield Bar(
            f"durable answers acknowledged a second, {with_clients} ({spread}), against the limit of "
            f"{'the disk' if limit == 'writer' else 'HTTP'}, ratio {min(ratios):.2f} to {max(ratios):.2f}",
            round(rate["ours"]),
            what,
            round(rate[limit]),
            round(median(ratios), 2),
            "at least 0.75 x" if is_lower else "for scale: the other limit is lower",
            median(ratios) >= 0.75 or not is_lower,
        )
    yield Bar(
        f"CPU-ms for each of them, {with_clients}",
        round(cpu["ours"], 3),
        f"a plain page that stores one signal, {rate['plain']:.0f} a second",
        round(cpu["plain"], 3),
        round(cpu["ours"] / cpu["plain"], 3),
        f"at most {MOST_CPU_MS} ms",
        cpu["ours"] <= MOST_CPU_MS,
    )
    yield Bar(
        f"CPU-ms for each of them, {with_clients}",
        round(cpu["ours"], 3),
        "LimeSurvey by RPC, stated cost, not measured here",
        LIMESURVEY_RPC_CPU_MS,
        round(LIMESURVEY_RPC_CPU_MS / cpu["ours"], 1),
        "at least 50 x less",
        LIMESURVEY_RPC_CPU_MS / cpu["ours"] >= 50,
    )


def _rates(turns: Turns) -> dict[str, float]:
    return {name: median(one.rate for one in found) for name, found in turns.items()}


def _cpu(turns: Turns) -> dict[str, float]:
    return {name: median(one.cpu_ms for one in found) for name, found in turns.items()}


def _spread(found: Sequence[Speed]) -> str:
    """The lowest and the highest of the turns."""
    rates, costs = [one.rate for one in found], [one.cpu_ms for one in found]
    return f"{min(rates):.0f} to {max(rates):.0f} a second, {min(costs):.3f} to {max(costs):.3f} CPU-ms"


def _measure(group: int, port: int, token: str, clients: int) -> Speed:
    before = cpu_seconds(group)
    acknowledged, seconds = _post(SECONDS, port, token, clients)
    return Speed(acknowledged / seconds, 1000 * (cpu_seconds(group) - before) / acknowledged)


def _post(seconds: float, port: int, token: str, clients: int) -> tuple[int, float]:
    words = [sys.executable, "-m", "benchmarks.clients", str(seconds), str(port), token, str(clients)]
    told = subprocess.run(
        [*words, secrets.token_hex(4)], check=True, capture_output=True, text=True
    ).stdout.split()
    return int(told[0]), float(told[1])


def _writer_alone(path: Path, clients: int) -> Speed:
    """The same rows without HTTP: as many letters in flight as there were clients, each the next one when told."""
    numbers, done, end = count(), threading.Event(), time.monotonic() + SECONDS
    told = [0]

    def letter() -> Letter:
        name = f"alone-{next(numbers)}"
        content = BODY.format(name=name, score=9)
        return Letter(
            secrets.token_hex(16), "api:bench", name, name, secrets.token_bytes(32), time.time(), content
        )

    def tell(answered: Sequence[tuple[None, Receipt]]) -> None:
        told[0] += len(answered)
        if time.monotonic() > end:
            done.set()
            return
        writer.offer([(letter(), None) for _ in answered])

    before, began = time.process_time(), time.monotonic()
    writer: LetterWriter[None] = LetterWriter(path, tell)
    writer.offer([(letter(), None) for _ in range(clients)])
    done.wait()
    seconds, used = time.monotonic() - began, time.process_time() - before
    writer.close()
    return Speed(told[0] / seconds, 1000 * used / told[0])
