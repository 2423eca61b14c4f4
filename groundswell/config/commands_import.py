"""The command that brings a file in."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from .command_line import app
from .telling import WORDS_OF_KIND, AsJson, console, tell


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
    encoding: Annotated[str, typer.Option(help="Only for files that are not UTF-8.")] = "",
    format_: Annotated[
        str, typer.Option("--format", help="The tool it came from, where we mistake it.")
    ] = "",
    map_: Annotated[str, typer.Option("--map", help="Columns by hand: external_id=ID,score=Q1.")] = "",
    holds: Annotated[
        str, typer.Option(help="answers, or refusals: people who do not want to be contacted.")
    ] = "",
    country: Annotated[str, typer.Option(help="Whose telephone numbers carry no country's code.")] = "",
) -> None:
    """Bring a file with feedback in. Exit status 0: all rows arrived; 1: some were rejected; 2: the file is unusable."""
    from django.conf import settings
    from django.utils import timezone

    from groundswell.understand.evidence.actions import read_new_signals

    from .commands_serve import ready

    chosen = {
        "kind_of_score": kind,
        "source": source,
        "tz": tz,
        "date_order": date_order,
        "encoding": encoding,
        "holds": holds,
        "country": (country or settings.COUNTRY).upper(),
    }
    _refuse_wrong_options(chosen, format_)
    columns = _columns(map_)
    ready()
    report = _bring(file, format_, columns, chosen, is_rehearsal=dry_run)
    if not dry_run:
        read_new_signals(at=timezone.now())
    tell(_as_data(report)) if as_json else _print_report(report)
    raise typer.Exit(report.exit_status)


def _refuse_wrong_options(chosen: dict[str, str], wanted: str) -> None:
    from django.utils import timezone

    from groundswell.listen.channels.files.actions import LONGEST_SOURCE
    from groundswell.listen.channels.files.errors import UnusableOption
    from groundswell.listen.channels.files.formats.registry import BY_NAME
    from groundswell.listen.channels.files.options import ReadingOptions
    from groundswell.listen.surveys.models import KindOfScore

    try:
        ReadingOptions(now=timezone.now(), tz=chosen["tz"], date_order=chosen["date_order"])
    except UnusableOption as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    kind = chosen["kind_of_score"]
    if kind not in KindOfScore.values:
        raise typer.BadParameter(f"The kind of score is {WORDS_OF_KIND}, not {kind!r}.")
    if wanted and wanted not in BY_NAME:
        raise typer.BadParameter(f"We know the formats {', '.join(BY_NAME)}, not {wanted!r}.")
    if chosen["holds"] not in ("", "answers", "refusals"):
        raise typer.BadParameter(f"A file holds answers or refusals, not {chosen['holds']!r}.")
    if len(chosen["source"]) > LONGEST_SOURCE:
        raise typer.BadParameter(f"A source has at most {LONGEST_SOURCE} characters.")


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


def _bring(
    file: Path, wanted: str, columns: dict[str, str], chosen: dict[str, str], *, is_rehearsal: bool
) -> Any:
    from django.utils import timezone

    from groundswell.listen.channels.files import actions
    from groundswell.listen.channels.files.errors import FileUnusable
    from groundswell.listen.channels.files.looking import look_at
    from groundswell.listen.channels.files.names import safe_filename
    from groundswell.listen.channels.files.rehearsing import Rehearsal
    from groundswell.listen.channels.files.report import ImportReport

    now = timezone.now()
    try:
        arriving = look_at(
            file, file.name, wanted=wanted or ("any" if columns else ""), encoding=chosen["encoding"] or None
        )
    except FileUnusable as refusal:
        return ImportReport(safe_filename(file.name), is_rehearsal, refusal)
    choices = _choices(arriving, columns, chosen)
    if arriving.format.name not in ("plain", "any"):
        Console(stderr=True).print(arriving.recognised.sentence, markup=False)
    if is_rehearsal:
        return Rehearsal(arriving, choices, file_name=safe_filename(file.name), at=now).run()
    words = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
    )
    with Progress(*words, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(safe_filename(file.name), total=None)
        return actions.import_file(
            file,
            arriving,
            choices,
            file_name=file.name,
            by="command line",
            at=now,
            progress=lambda done, total: bar.update(task, completed=done, total=total or None),
        )


def _choices(arriving: Any, columns: dict[str, str], chosen: dict[str, str]) -> Any:
    """What was said on the command line, then what was remembered or proven; guesses about unknown tables are not taken."""
    from groundswell.listen.channels.files.choices import Choices
    from groundswell.listen.channels.files.looking import dates_in

    there = {column.key for column in arriving.sheet.columns}
    missing = [column for column in columns.values() if column not in there]
    if missing:
        raise typer.BadParameter(
            f"The file has no column {', '.join(missing)}. It has {', '.join(sorted(there)[:50])}."
        )
    is_guessed = arriving.format.name == "any" and not columns and arriving.remembered is None
    found = arriving.sheet.known if is_guessed and not chosen["holds"] else arriving.mapping
    mapping = {f: key for f, key in found.items() if f in columns or key not in columns.values()} | columns
    chosen = chosen | {"holds": chosen["holds"] or ("answers" if is_guessed else arriving.holds)}
    if chosen["date_order"] == "iso" and "submitted_at" in mapping and not arriving.sheet.is_strict:
        chosen["date_order"] = dates_in(arriving.sheet, mapping["submitted_at"]).order
    if arriving.sheet.time_zone:
        chosen["tz"] = arriving.sheet.time_zone
    rated_of = arriving.remembered.rated_of if arriving.remembered else 0
    return Choices(mapping, rated_of=rated_of, **chosen)


def _as_data(report: Any) -> dict[str, Any]:
    refusal = report.refusal
    return {
        "file": report.file_name,
        "dry_run": report.is_rehearsal,
        "outcome": "rejected" if refusal else "accepted",
        "read": report.read,
        "accepted": report.accepted,
        "duplicate": report.duplicate,
        "rejected": report.rejected,
        "left_out": dict(report.left_out),
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
            for e in report.errors
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
        refusal = report.refusal
        console.print(f"{report.file_name} could not be used.", style="bold", markup=False)
        console.print(f"{refusal.sentence} {refusal.remedy}", markup=False)
        return
    would = "would be " if report.is_rehearsal else ""
    console.print(
        f"{report.read} rows read: {report.accepted} {would}accepted, {report.duplicate} here already, {report.rejected} rejected."
    )
    for why, number in report.left_out.items():
        console.print(f"{number} left out: {why}.", markup=False)
    for made, what in ((report.made_units, "units"), (report.made_touchpoints, "touchpoints")):
        if made:
            console.print(f"New {what}: {', '.join(made)}.", markup=False)
    for error in report.errors[:20]:
        console.print(f"  {error.sentence}", markup=False)
    if report.rejected > 20:
        sys.stdout.flush()
        console.print(f"  and {report.rejected - 20} more; the page of the file lists them all.")
    for warning in report.warnings[:10]:
        console.print(f"  Note: {warning.sentence}", markup=False)
