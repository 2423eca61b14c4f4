"""Commands about those who speak for us."""

from pathlib import Path
from typing import Annotated

import typer

from .command_line import app
from .telling import AsJson, tell


@app.command("referrals", rich_help_panel="Voices")
def take_referrals(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A CSV, its first line the names of docs/api.md."),
    ],
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take codes of advocates that customers named at their first purchase. The same file twice counts nothing twice."""
    from dataclasses import asdict

    from django.utils import timezone

    from groundswell.act.advocates.claims import take_codes

    from .commands_serve import ready

    ready()
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        found = take_codes(lines, by=f"file {file.name}"[:200], at=timezone.now(), dry_run=dry_run)
    if as_json:
        tell({**asdict(found), "dry_run": dry_run})
    else:
        would = "would count" if dry_run else "counted"
        typer.echo(
            f"{found.read} read, {found.counted} {would}, {len(found.not_counted)} not, {len(found.wrong)} cannot be used."
        )
        for line, why in found.not_counted[:20]:
            typer.echo(f"Line {line}: {why}")
        for line, field, sentence in found.wrong[:20]:
            typer.echo(f"Line {line}, {field}: {sentence}")
    if found.wrong:
        raise typer.Exit(1)
