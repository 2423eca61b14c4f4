"""Commands about who is asked, and what customers agree to."""

import csv
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .command_line import app
from .telling import AsJson, tell


@app.command("episode", rich_help_panel="Voices")
def tell_of_an_episode(
    email: Annotated[str, typer.Argument(help="The customer's e-mail address.")],
    touchpoint: Annotated[str, typer.Argument(help="Code of the touchpoint.")],
    key: Annotated[str, typer.Option(help="What makes this episode one: an order or ticket number.")],
    source: Annotated[str, typer.Option(help="Where the key comes from.")] = "command line",
    unit: Annotated[str | None, typer.Option(help="Code of the unit.")] = None,
    employee: Annotated[str | None, typer.Option(help="E-mail address of the colleague.")] = None,
    happened_at: Annotated[str | None, typer.Option(help="ISO 8601 with offset; now when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell of an episode: the plans that ask about its touchpoint take it up. The same source and key arrives once."""
    from django.utils import timezone

    from groundswell.listen.asking.arriving import episode_by_words
    from groundswell.listen.asking.errors import EpisodeUnusable

    from .commands_serve import ready

    ready()
    now = timezone.now()
    moment = datetime.fromisoformat(happened_at) if happened_at else now
    if timezone.is_naive(moment):
        raise typer.BadParameter("Give the moment with its offset, such as 2026-05-04T10:00+01:00.")
    places = {"touchpoint": touchpoint, "unit": unit, "employee": employee}
    try:
        episode = episode_by_words(
            email, source=source, key=key, happened_at=moment, by="command line", at=now, **places
        )
    except EpisodeUnusable as unusable:
        raise typer.BadParameter(str(unusable)) from unusable
    asks = list(episode.asks.values_list("plan__name", flat=True))
    if as_json:
        tell({"episode": episode.pk, "plans": asks})
    else:
        typer.echo(f"Episode {episode.pk}. Asked about by: {', '.join(asks) or 'no plan'}.")


@app.command("consents", rich_help_panel="Voices")
def hear_consents(
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="A CSV, its first line the names of docs/api.md."),
    ],
    dry_run: Annotated[bool, typer.Option(help="Say what would happen and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take what customers agreed to elsewhere, or no more. The newest word holds; the same file twice changes nothing."""
    from django.db import transaction
    from django.utils import timezone

    from groundswell.listen.channels.consent_words import WordUnusable, read_told, take_told

    from .commands_serve import ready

    ready()
    now, read, changed, wrong = timezone.now(), 0, 0, []
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines, transaction.atomic():
        for row in csv.DictReader(lines):
            read += 1
            told = {
                str(name).strip(): (value or "").strip() for name, value in row.items() if name is not None
            }
            try:
                with transaction.atomic():
                    _, is_new = take_told(
                        read_told(told, now=now, is_file=True), by=f"file {file.name}"[:200], at=now
                    )
            except WordUnusable as strange:
                wrong.append({"line": read + 1, "field": strange.field, "sentence": str(strange)})
            else:
                changed += is_new
        transaction.set_rollback(dry_run)
    if as_json:
        tell({"read": read, "changed": changed, "wrong": wrong, "dry_run": dry_run})
    else:
        typer.echo(
            f"{read} read, {changed} {'would change' if dry_run else 'changed'} something, {len(wrong)} cannot be used."
        )
        for one in wrong[:20]:
            typer.echo(f"Line {one['line']}, {one['field']}: {one['sentence']}")
    if wrong:
        raise typer.Exit(1)
