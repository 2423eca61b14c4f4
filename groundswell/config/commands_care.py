"""Commands that look after an installation: is it well, keep a copy, make it anew."""

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
    from .keeping import BackupFailed, back_up

    try:
        kept = back_up(to)
    except BackupFailed as failure:
        console.print(str(failure), style="red")
        raise typer.Exit(1) from failure
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
