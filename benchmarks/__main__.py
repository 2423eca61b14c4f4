"""``make bench``: a table for people, a line a bar for machines in ``benchmarks/results.jsonl``."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from . import (
    cases,
    evidence,
    figures,
    files,
    imports,
    intake,
    merging,
    opening,
    register,
    respondent,
    tallies,
    words,
)

RESULTS = Path(__file__).parent / "results.jsonl"


def main() -> None:
    """Run every bench, one after the other."""
    table = Table("what", "ours", "against", "theirs", "ratio", "promise", "holds")
    with RESULTS.open("w") as lines:
        for bench in (
            evidence,
            cases,
            tallies,
            merging,
            files,
            figures,
            imports,
            words,
            intake,
            opening,
            register,
            respondent,
        ):
            for bar in bench.bars():
                lines.write(json.dumps(bar.as_line()) + "\n")
                holds = "yes" if bar.holds else "NO"
                table.add_row(
                    bar.bench,
                    f"{bar.value:g}",
                    bar.against,
                    f"{bar.against_value:g}",
                    f"{bar.ratio:g}",
                    bar.bar,
                    holds,
                )
    Console(width=170).print(table)


main()
