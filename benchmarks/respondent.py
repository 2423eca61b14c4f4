"""What an answer by the customer's page costs, and how soon the page is there.

Customers without scripts walk the page as a browser does: open it, tap a number, write why, send, read the thanks. What is
said of LimeSurvey was measured beside a feasibility prototype: 138 CPU-ms for a response by its page, 31 requests and
1,454 kB for a respondent's first page. LimeSurvey itself is not here; a stand-in of that weight paints in its place.
"""

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from .bar import Bar
from .painting import LINKS, first_paints
from .servers import OURS, begin, cpu_seconds, free_port, home_in, run, serving

CUSTOMERS, SECONDS, ROUNDS = 8, 4.0, 3
LIMESURVEY_PAGE_CPU_MS = 138.0
LIMESURVEY_REQUESTS, LIMESURVEY_KB = 31, 1454
MOST_KB = 15
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SURVEY = {
    "schema": "groundswell.survey/1",
    "survey": {"code": "bench", "name": "Bench", "kind_of_score": "experience"},
    "languages": ["en"],
    "questions": [
        {
            "key": "score",
            "kind": "recommendation",
            "text": {"en": "How likely are you to recommend us to a friend?"},
            "low": {"en": "Not at all likely"},
            "high": {"en": "Extremely likely"},
        },
        {"key": "why", "kind": "text", "text": {"en": "What is the most important reason for your score?"}},
    ],
}


def bars() -> Iterator[Bar]:
    """CPU for a whole answer, weight of a page, first paint."""
    with TemporaryDirectory() as place:
        port, address = free_port(), "http://127.0.0.1"
        home = home_in(place, BASE_URL=f"{address}:{port}", PORT=str(port))
        begin(home)
        file = Path(place) / "bench.json"
        file.write_text(json.dumps(SURVEY))
        run([*OURS, "survey", "import", str(file)], home)
        with serving([*OURS, "web", "--port", str(port)], home, port) as server:
            yield _cpu(server, port)
            yield from _weight(f"{address}:{port}/s/bench/")


def _cpu(server: int, port: int) -> Bar:
    _walk_for(1.0, port)
    costs = []
    for _ in range(ROUNDS):
        before = cpu_seconds(server)
        answers = _walk_for(SECONDS, port)
        costs.append(1000 * (cpu_seconds(server) - before) / answers)
    ours = sorted(costs)[ROUNDS // 2]
    ratio = LIMESURVEY_PAGE_CPU_MS / ours
    return Bar(
        f"CPU-ms for a durable answer by the page, five requests, {CUSTOMERS} customers "
        f"({min(costs):.1f} to {max(costs):.1f})",
        round(ours, 2),
        "LimeSurvey by its page, stated cost, not measured here",
        LIMESURVEY_PAGE_CPU_MS,
        round(ratio, 1),
        "at least 5 x less",
        ratio >= 5,
    )


def _weight(address: str) -> Iterator[Bar]:
    ours, theirs, word = first_paints(address, requests=LIMESURVEY_REQUESTS, kilobytes=LIMESURVEY_KB)
    yield Bar(
        "kB that a customer's first page loads, in requests: " + str(ours.requests),
        round(ours.kilobytes, 1),
        f"LimeSurvey, stated, in requests: {LIMESURVEY_REQUESTS}",
        LIMESURVEY_KB,
        round(LIMESURVEY_KB / ours.kilobytes, 1),
        f"1 request, at most {MOST_KB} kB",
        ours.requests == 1 and ours.kilobytes <= MOST_KB,
    )
    for link, our_ms in ours.paint_ms.items():
        least = word.paint_ms[link]
        yield Bar(
            f"ms to the first paint in Chromium, {link} (the browser alone, with a page of one word: {least:.0f})",
            round(our_ms, 1),
            f"a stand-in of LimeSurvey's weight ({theirs.requests} requests, {theirs.kilobytes:.0f} kB)",
            round(theirs.paint_ms[link], 1),
            round(theirs.paint_ms[link] / our_ms, 1),
            "at least 5 x sooner" if LINKS[link] else "for scale: nothing lies between page and browser",
            theirs.paint_ms[link] >= 5 * our_ms or not LINKS[link],
        )


def _walk_for(seconds: float, port: int) -> int:
    """How many answers were given from end to end."""
    until, counts = time.monotonic() + seconds, [0] * CUSTOMERS

    def customer(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            _answer(connection, counts[number] % 11)
            counts[number] += 1
        connection.close()

    walkers = [threading.Thread(target=customer, args=(number,)) for number in range(CUSTOMERS)]
    for walker in walkers:
        walker.start()
    for walker in walkers:
        walker.join()
    return sum(counts)


def _answer(connection: http.client.HTTPConnection, score: int) -> None:
    page = _ask(connection, "GET", "/s/bench/")
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found, page
    given = {"q": "score", "lang": "en", "submission": found[1], "score": str(score)}
    why = {"q": "why", "lang": "en", "submission": found[1], "why": "Quick and friendly.", "go": "send"}
    for form, sight in ((given, "most important reason"), (why, "Thank you")):
        page = _ask(connection, "POST", "/s/bench/", urlencode(form))
        assert sight in page, page


def _ask(connection: http.client.HTTPConnection, method: str, path: str, form: str | None = None) -> str:
    """A page, and after a form the page that it leads to."""
    connection.request(method, path, form, FORM if form else {})
    with connection.getresponse() as answer:
        page = answer.read().decode()
        if answer.status == 302:
            return _ask(connection, "GET", str(answer.headers["Location"]))
        assert answer.status == 200, page
    return page
