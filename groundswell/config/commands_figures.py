"""Commands that take figures out, and the work that waits."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from .command_line import app
from .telling import WORDS_OF_KIND, AsJson, console, tell


@app.command(rich_help_panel="Figures")
def score(
    by: Annotated[
        str,
        typer.Option(
            help="unit, touchpoint, stage, channel, month, theme, attribute, edition or employee; nothing for one figure."
        ),
    ] = "",
    kind: Annotated[str, typer.Option(help=f"Kind of score: {WORDS_OF_KIND}.")] = "experience",
    unit: Annotated[str, typer.Option(help="Only this unit and what is below it, by code or name.")] = "",
    edition: Annotated[
        str,
        typer.Option(help="An earlier wording, such as brand:1. Usually the newest of each survey counts."),
    ] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day.")] = None,
    as_json: AsJson = False,
) -> None:
    """Scores with margin, count and definition. Units include everything below them."""
    from django.utils import timezone

    from groundswell.understand.evidence.actions import read_new_signals
    from groundswell.understand.scores.queries import COLUMNS
    from groundswell.understand.scores.rows import NoSuchEdition, NoSuchUnit, score_rows

    if by and by not in COLUMNS:
        raise typer.BadParameter(f"You can ask by {', '.join(COLUMNS)}.")
    read_new_signals(at=timezone.now())
    try:
        rows = score_rows(
            by,
            kind,
            unit_words=unit,
            edition_words=edition,
            since=since and since.date(),
            until=until and until.date(),
        )
    except (NoSuchUnit, NoSuchEdition) as missing:
        raise typer.BadParameter(str(missing)) from missing
    if as_json:
        tell(rows)
        return
    table = Table(
        "",
        "n",
        "score",
        "95% margin",
        title=f"{kind.capitalize()} score{' by ' + by if by else ''}",
        title_justify="left",
    )
    for row in rows:
        margin = row["too_few"] or f"{row['low']:.0f} to {row['high']:.0f}"
        shown = "" if row["too_few"] else f"{row['score']:.0f}"
        table.add_row(str(row["name"]), str(row["n"]), shown, margin)
    console.print(table)
    if rows:
        console.print(rows[0]["definition"], style="dim", markup=False)


@app.command(rich_help_panel="Figures")
def themes(as_json: AsJson = False, kind: str = "experience") -> None:
    """What customers talk about: mentions and the score of those who mention it."""
    from django.utils import timezone

    from groundswell.understand.evidence.actions import read_new_signals
    from groundswell.understand.scores.rows import score_rows

    read_new_signals(at=timezone.now())
    rows = sorted(score_rows("theme", kind), key=lambda row: -row["n"])
    if as_json:
        tell(rows)
        return
    table = Table("theme", "answers", "their score", "95% margin")
    for row in rows:
        margin = row["too_few"] or f"{row['low']:.0f} to {row['high']:.0f}"
        table.add_row(
            str(row["name"]), str(row["n"]), "" if row["too_few"] else f"{row['score']:.0f}", margin
        )
    console.print(table)


@app.command(rich_help_panel="Voices")
def cases(
    every: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open cases with owner and clock, the most urgent first."""
    from django.utils import timezone

    from groundswell.act.cases.queries import case_rows

    rows = [row for row in case_rows(None, at=timezone.now()) if every or row["closed_at"] is None]
    if as_json:
        tell(rows)
        return
    table = Table("case", "unit", "owner", "score", "due", "")
    for row in rows[:50]:
        late = "late" if row["is_late"] else ""
        cells = (
            row["case"],
            row["unit"] or "",
            row["owner"] or "",
            "" if row["score"] is None else row["score"],
            row["due_at"],
            late,
        )
        table.add_row(*map(str, cells))
    console.print(table)
    console.print(f"{len(rows)} cases.")
