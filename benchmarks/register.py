"""The register of 500 opportunities over 1,000,000 voices: what each of its pages costs the server, and a round of counting.

``python -m benchmarks.register`` prints the bars; ``python -m benchmarks.register 20000`` a small run within a minute;
``--profile`` what takes long. CPU of one process, from the request to the finished page, the least of three; the home is made
for it and thrown away.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from .bar import Bar, at_most, cpu_seconds, for_scale
from .register_home import OPPORTUNITIES, fill

VOICES = 1_000_000
MOST_MS = 150.0


def bars(voices: int = VOICES) -> Iterator[Bar]:
    """The count, then each page for who steers and for the lead of a region; in a process and an empty home of its own."""
    with TemporaryDirectory() as home:
        words = {"GROUNDSWELL_HOME": home, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
        given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | words
        Path(home, "static").mkdir()
        run = [sys.executable, "-m", "benchmarks.register", "inside", str(voices), *_flags()]
        with subprocess.Popen(run, env=given, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("{"):
                    yield Bar(**json.loads(line))
                else:
                    print(line, end="")
        if process.returncode:
            raise RuntimeError("The register was not measured to its end: see what stands above.")


def _flags() -> list[str]:
    return [one for one in sys.argv[1:] if one == "--profile"]


def _inside(voices: int) -> Iterator[Bar]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    at = timezone.now()
    readers = fill(voices, at)
    from groundswell.act.opportunities.standing.counting import count_register

    yield for_scale(
        f"a round of counting {OPPORTUNITIES} over {voices:,} voices, CPU s",
        cpu_seconds(lambda: count_register(at), 1),
        "five minutes",
        300,
    )
    for role, user in readers.items():
        for page, address in _pages(user).items():
            cost, questions = _cost(user, address)
            name = f"{page}, for the {role}, CPU ms ({questions} questions)"
            yield at_most(name, cost, "the limit", MOST_MS, 1.0)


def _pages(user: Any) -> dict[str, str]:
    from django.utils import timezone

    from groundswell.act.opportunities.models import Opportunity
    from groundswell.act.opportunities.queries import elevations_to_triage, opportunities_visible_to

    seen = opportunities_visible_to(user).filter(settlement=None, merger=None)
    ranked = seen.order_by("places__rank")
    kinds = {
        "theme at a touchpoint": ranked.filter(theme__isnull=False, touchpoint__isnull=False).first(),
        "theme anywhere": ranked.filter(theme__isnull=False, touchpoint=None).first(),
        "touchpoint": ranked.filter(theme=None, touchpoint__isnull=False, root_cause=None).first(),
        "root cause": ranked.filter(root_cause__isnull=False).first(),
        "two that are one": ranked.filter(mergers__isnull=False).first(),
    }
    pages = {f"an opportunity, {kind}": f"{one.pk}/" for kind, one in kinds.items() if one}
    first = next(one for one in kinds.values() if one)
    pages |= {"its voices": f"{first.pk}/voices/", "its root cause": f"{first.pk}/roots/"}
    lists = {
        "customers": "of=customers",
        "answers behind the points": "of=points",
        "low answers of a month": f"of=low&among=month:{timezone.localdate():%Y-%m}",
    }
    widest = kinds["two that are one"] or first
    pages |= {f"its {name}": f"{widest.pk}/voices/?{asked}" for name, asked in lists.items()}
    pages |= {"the register with its sweet spot": "", "the register, search": "?q=late"}
    if user.role == "office":
        raised = elevations_to_triage().first()
        other = Opportunity.objects.filter(merger=None).exclude(pk=first.pk).first()
        pages |= {
            "the triage desk": "triage/",
            "one elevation": f"elevations/{raised.pk}/",
            "likely the same": f"{first.pk}/merge/",
            "two beside each other": f"{first.pk}/merge/?other={other.pk}",
        }
    return {page: f"/act/opportunities/{rest}" for page, rest in pages.items()}


def _cost(user: Any, address: str) -> tuple[float, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    ask()
    with CaptureQueriesContext(connection):
        ask()
        questions = len(connection.queries)
    if "--profile" in sys.argv:
        _profile(address, ask)
    return 1000 * cpu_seconds(ask), questions


def _profile(address: str, ask: Any) -> None:
    import cProfile
    import pstats

    with cProfile.Profile() as kept:
        ask()
    print(address)
    pstats.Stats(kept).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """Print the bars."""
    asked = [one for one in sys.argv[1:] if one.isdecimal()]
    voices = int(asked[0]) if asked else VOICES
    if "inside" in sys.argv:
        for bar in _inside(voices):
            print(json.dumps(bar.as_line()), flush=True)
        return
    table = Table("what", "ours", "limit", "ratio", "holds")
    for bar in bars(voices):
        table.add_row(bar.bench, f"{bar.value:g}", f"{bar.against_value:g}", f"{bar.ratio:g}", "yes" if bar.holds else "NO")  # fmt: skip
    Console(width=150).print(table)


if __name__ == "__main__":
    main()
