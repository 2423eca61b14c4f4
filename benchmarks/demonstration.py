"""How long each step of the demonstration takes, in an empty home: ``python -m benchmarks.demonstration``. Nothing is promised here."""

import os
from itertools import pairwise
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table


def main() -> None:
    """Build it once and print the seconds of each step."""
    with TemporaryDirectory() as home:
        os.environ |= {"GROUNDSWELL_HOME": home, "DJANGO_SETTINGS_MODULE": "groundswell.config.settings"}
        os.environ.pop("DATABASE_URL", None)
        marks = _build()
    table = Table("step", "seconds")
    for (label, begins), (_, ends) in pairwise(marks):
        table.add_row(label, f"{ends - begins:.1f}")
    table.add_row("Altogether", f"{marks[-1][1] - marks[0][1]:.1f}")
    Console().print(table)


def _build() -> list[tuple[str, float]]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from demo.build import build

    call_command("migrate", verbosity=0)
    marks: list[tuple[str, float]] = []
    build(timezone.now(), progress=lambda done, total, label: marks.append((label, perf_counter())))
    return marks


if __name__ == "__main__":
    main()
