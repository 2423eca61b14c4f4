"""Commands that bring voices in and take figures out."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from .command_line import app

AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
console = Console()
WORDS_OF_KIND = "experience (after an episode), relationship (regular sample) or competitive (blind study)"


def tell(answer: Any) -> None:
    """Write JSON to standard output."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, default=str) + "\n")


@app.command("import", rich_help_panel="Voices")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="Our own CSV, or a file as your survey tool gave it (docs/formats.md).")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, store nothing.")] = False,
    as_json: AsJson = False,
    kind: Annotated[str, typer.Option(help=f"Kind of score: {WORDS_OF_KIND}.")] = "experience",
    source: Annotated[
        str,
        typer.Option(help="Where the ids come from; the same id from the same source is the same answer."),
    ] = "",
    tz: Annotated[str, typer.Option(help="Time zone of times that carry no offset.")] = "Europe/London",
    date_order: Annotated[str, typer.Option(help="iso, dmy or mdy.")] = "iso",
    encoding: Annotated[str | None, typer.Option(help="Only for files that are not UTF-8.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="The tool it came from, where we mistake it.")
    ] = "",
    map_: Annotated[str, typer.Option("--map", help="Columns by hand: external_id=ID,score=Q1.")] = "",
) -> None:
    """Bring a file with feedback in. Exit status 0: all rows arrived; 1: some were rejected; 2: the file is unusable."""
    from django.utils import timezone

    from groundswell.listen.channels.files.actions import USUAL_SOURCE, import_feedback
    from groundswell.listen.channels.files.errors import UnusableOption
    from groundswell.listen.channels.files.options import ReadingOptions
    from groundswell.listen.surveys.models import KindOfScore
    from groundswell.understand.evidence.actions import read_new_signals

    from .commands_serve import ready

    now = timezone.now()
    try:
        options = ReadingOptions(now=now, tz=tz, date_order=date_order, encoding=encoding)
    except UnusableOption as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    if kind not in KindOfScore.values:
        raise typer.BadParameter(f"The kind of score is {WORDS_OF_KIND}, not {kind!r}.")
    chosen = _columns(map_)
    ready()
    moving = _of_another_tool(file, format_, chosen, encoding)
    bar = Progress(
        TextColumn(file.name),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task("rows")
        shared: dict[str, Any] = {
            "kind_of_score": kind,
            "by": "command line",
            "at": now,
            "is_rehearsal": dry_run,
        }
        if moving:
            report = _move(moving, chosen, file.name, options, source, shared, say_order=date_order)
        else:
            report = import_feedback(
                file,
                file_name=file.name,
                options=options,
                source=source or USUAL_SOURCE,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
                **shared,
            )
    if not dry_run:
        read_new_signals(at=timezone.now())
    tell(_as_data(report)) if as_json else _print_report(report)
    raise typer.Exit(report.exit_status)


def _columns(words: str) -> dict[str, str]:
    """``external_id=ID,score=Q1`` as fields and columns."""
    from groundswell.listen.channels.files.formats.shape import FIELDS

    pairs = [pair.split("=", 1) for pair in words.split(",") if pair.strip()]
    wrong = [pair[0] for pair in pairs if len(pair) < 2 or pair[0].strip() not in FIELDS]
    if wrong:
        raise typer.BadParameter(
            f"--map knows {', '.join(FIELDS)}, each with =COLUMN; not {', '.join(wrong)}."
        )
    return {field.strip(): column.strip() for field, column in pairs}


def _of_another_tool(file: Path, wanted: str, chosen: dict[str, str], encoding: str | None) -> Any:
    """The file as another tool's export; None for our own files and for those that nobody recognises."""
    from groundswell.listen.channels.files.errors import FileUnusable
    from groundswell.listen.channels.files.formats.registry import BY_NAME
    from groundswell.listen.channels.files.moving import look_at

    if wanted and wanted not in BY_NAME:
        raise typer.BadParameter(f"We know the formats {', '.join(BY_NAME)}, not {wanted!r}.")
    try:
        found = look_at(file, file.name, wanted=wanted or ("any" if chosen else ""), encoding=encoding)
    except FileUnusable:
        return None
    own = found.format.name in ("plain", "any") and found.remembered is None
    return None if own and not chosen and not wanted else found


def _move(
    arriving: Any,
    chosen: dict[str, str],
    name: str,
    options: Any,
    source: str,
    shared: dict[str, Any],
    *,
    say_order: str,
) -> Any:
    from dataclasses import replace

    from groundswell.listen.channels.files.moving import dates_in, move_in

    columns = {column.key for column in arriving.sheet.columns}
    missing = [column for column in chosen.values() if column not in columns]
    if missing:
        raise typer.BadParameter(
            f"The file has no column {', '.join(missing)}. It has {', '.join(sorted(columns))}."
        )
    mapping = arriving.mapping | chosen
    mapping = {f: key for f, key in mapping.items() if f in chosen or key not in chosen.values()}
    if say_order == "iso" and "submitted_at" in mapping:
        options = replace(options, date_order=dates_in(arriving.sheet, mapping["submitted_at"]).order)
    Console(stderr=True).print(arriving.recognised.sentence, markup=False)
    return move_in(arriving, mapping, file_name=name, options=options, source=source, **shared)


def _as_data(report: Any) -> dict[str, Any]:
    refusal = report.refusal
    return {
        "file": report.file_name,
        "dry_run": report.is_rehearsal,
        "outcome": "rejected" if refusal else "accepted",
        "read": report.read,
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "rejected": len(report.rejected),
        "left_out": dict(getattr(report, "left_out", {})),
        "refusal": refusal
        and {"reason": refusal.reason_class, "sentence": refusal.sentence, "remedy": refusal.remedy},
        "rejected_rows": [
            {
                "number": e.record,
                "field": e.field,
                "value": e.value,
                "reason": e.reason_class,
                "sentence": e.sentence,
            }
            for e in report.rejected
        ],
        "warnings": [
            {
                "number": getattr(w, "record", None),
                "value": w.value,
                "reason": w.reason_class,
                "sentence": w.sentence,
            }
            for w in report.warnings
        ],
        "made_units": report.made_units,
        "made_touchpoints": report.made_touchpoints,
    }


def _print_report(report: Any) -> None:
    if report.refusal:
        console.print(
            f"[bold]{report.file_name} could not be used.[/bold] {report.refusal.sentence} {report.refusal.remedy}",
            markup=True,
        )
        return
    would = "would be " if report.is_rehearsal else ""
    console.print(
        f"{report.read} rows read: {report.accepted} {would}accepted, {report.duplicate} here already, {len(report.rejected)} rejected."
    )
    for why, number in getattr(report, "left_out", {}).items():
        console.print(f"{number} left out: {why}.", markup=False)
    for made, what in ((report.made_units, "units"), (report.made_touchpoints, "touchpoints")):
        if made:
            console.print(f"New {what}: {', '.join(made)}.", markup=False)
    for error in report.rejected[:20]:
        console.print(f"  {error.sentence}", markup=False)
    if len(report.rejected) > 20:
        console.print(f"  and {len(report.rejected) - 20} more; --json lists them all.")
    for warning in report.warnings[:10]:
        console.print(f"  Note: {warning.sentence}", markup=False)


@app.command(rich_help_panel="Figures")
def score(
    by: Annotated[
        str,
        typer.Option(
            help="unit, touchpoint, stage, channel, month, theme, edition or employee; nothing for one figure."
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
        "95 % margin",
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
    table = Table("theme", "answers", "their score", "95 % margin")
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
