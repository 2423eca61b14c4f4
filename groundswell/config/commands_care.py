"""Commands that look after an installation: is it well, keep a copy, make it anew."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from .command_line import app
from .telling import AsJson, console, tell


@app.command(rich_help_panel="Care")
def doctor(as_json: AsJson = False) -> None:
    """Look at everything that must hold and say what to do where it does not. Exit status 1 when something is ill."""
    from django.utils import timezone

    from .examination import examine

    findings = examine(timezone.now())
    if as_json:
        tell([{"what": f.what, "well": f.is_well, "words": f.words} for f in findings])
    else:
        for finding in findings:
            sign = "[green]well[/green]" if finding.is_well else "[red]ill [/red]"
            console.print(f"{sign}  {finding.what}: {finding.words}")
    raise typer.Exit(int(not all(finding.is_well for finding in findings)))


@app.command(rich_help_panel="Care")
def backup(
    to: Annotated[Path, typer.Argument(help="A new folder for the copy.")],
    as_json: AsJson = False,
) -> None:
    """Keep a consistent copy of everything, while the product runs, and prove that it can be read back."""
    from django.utils import timezone

    from groundswell.foundation.history.actions import record
    from groundswell.foundation.organisation.models import Unit

    from .keeping import BackupFailed, back_up

    try:
        kept = back_up(to)
    except BackupFailed as failure:
        console.print(str(failure), style="red")
        raise typer.Exit(1) from failure
    if (root := Unit.objects.filter(parent=None).first()) is not None:
        record("backed up", root, by="command line", at=timezone.now(), **kept)
    if as_json:
        tell(kept)
        return
    console.print(f"Kept {kept['signals']} voices and {kept['events']} events in {to}; read back and equal.")


@app.command("rebuild-evidence", rich_help_panel="Care")
def rebuild() -> None:
    """Make the evidence store anew from the signals: after a lost disk, after themes changed."""
    from django.utils import timezone

    from groundswell.understand.evidence.actions import read_new_signals, rebuild_evidence

    now = timezone.now()
    read_new_signals(at=now)
    console.print(f"{rebuild_evidence(at=now)} voices are in the evidence store.")


@app.command("build-cubes", rich_help_panel="Care")
def build(
    spark: Annotated[
        str, typer.Option(help="A Spark master that sees the home's folder, such as spark://host:7077.")
    ] = "",
) -> None:
    """Count the cubes of all scores anew, here or on a Spark cluster. They are kept up to date without it."""
    from groundswell.engine.building import build_cubes
    from groundswell.understand.evidence.store import evidence_store

    store = evidence_store()
    if not spark:
        console.print(f"{build_cubes(store)} cubes are built.")
        return
    try:
        from groundswell.engine.cluster import cluster_at
    except ModuleNotFoundError as missing:
        console.print("Spark is not installed here. Install groundswell[spark] and Java 17.", style="red")
        raise typer.Exit(1) from missing
    with cluster_at(spark) as cluster:
        console.print(f"{build_cubes(store, cluster.count_cubes)} cubes are built by {spark}.")


@app.command("erase-person", rich_help_panel="Care")
def erase(
    who: Annotated[str, typer.Argument(help="An e-mail address, a telephone or customer number.")],
    reason: Annotated[str, typer.Option(help="Who asked, and how you know that it is them.")] = "",
    asked_on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today when empty.")] = None,
    despite: Annotated[
        list[str] | None, typer.Option(help="An open complaint that goes all the same, by its reference.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what is held and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove everything that is held about one person, over all their records, and prove it."""
    from django.conf import settings
    from django.utils import timezone

    from groundswell.desk.erasing import erase_person, held_of, open_complaints
    from groundswell.desk.erasing_finished import finish_erasures
    from groundswell.desk.somebody import somebody_behind
    from groundswell.foundation.customers.merging import customer_known_as
    from groundswell.foundation.erasing.errors import ErasingRefused

    customer = customer_known_as(who)
    if customer is None:
        console.print("Nobody is known by that. Write an address or a number as we know it.", style="red")
        raise typer.Exit(1)
    if dry_run:
        somebody = somebody_behind(customer)
        found = [[one.room, one.kind, one.count] for one in held_of(somebody) if one.goes]
        _show(found, as_json, "would go; nothing was changed")
        for complaint in open_complaints(somebody):
            console.print(f"{complaint} still waits for our answer: add --despite {complaint} to let it go.")
        return
    now = timezone.now()
    try:
        given = {"reason": reason, "asked_on": asked_on.date() if asked_on else timezone.localdate(now)}
        erasure = erase_person(customer, despite=despite or (), by="command line", at=now, **given)
    except ErasingRefused as refusal:
        console.print(str(refusal), style="red")
        raise typer.Exit(1) from refusal
    finish_erasures(at=timezone.now())
    erasure.refresh_from_db()
    _show(erasure.gone, as_json, "are gone")
    if not as_json:
        left = (
            "nothing is left on the disk" if erasure.disk_at else "the worker clears the disk within minutes"
        )
        console.print(f"Out of every figure; {left}.")
        if waiting := erasure.found_files.filter(verdict="").count():
            page = f"{settings.BASE_URL}/customers/erased/{erasure.pk}/"
            console.print(f"Files wait for somebody to read them and decide: {waiting}. Decide on {page}")


def _show(found: list[list[object]], as_json: bool, words: str) -> None:
    if as_json:
        tell([{"room": room, "kind": kind, "count": count} for room, kind, count in found])
        return
    for room, kind, count in found:
        console.print(f"{count:>7}  {room}: {kind}", highlight=False)
    console.print(f"{sum(int(str(count)) for _, _, count in found)} records {words}.")


@app.command("restore", rich_help_panel="Care")
def restore(
    kept: Annotated[Path, typer.Argument(help="The folder that groundswell backup wrote.")],
) -> None:
    """Bring a backup back while nothing runs. Whoever was erased since then is erased again at the next start."""
    from .keeping import BackupFailed, bring_back

    try:
        bring_back(kept)
    except BackupFailed as failure:
        console.print(str(failure), style="red")
        raise typer.Exit(1) from failure
    console.print("Brought back. The next start makes the evidence anew and applies the ledger of erasures.")
