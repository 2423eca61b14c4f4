"""The demonstration in one command."""

import json
import shutil
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from .command_line import app

console = Console()


@app.command(rich_help_panel="Run")
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port to listen on; the PORT setting otherwise.")] = None,
    start: Annotated[bool, typer.Option(help="Start the product when the demonstration is there.")] = True,
) -> None:
    """Build the demonstration organisation, once, and start the product with it."""
    from django.conf import settings

    from .commands_serve import listening, ready, serve

    console.print("[bold]Groundswell[/bold]: every voice answered, every number traced, every fix proven.")
    ready()
    build_once()
    show_sign_ins()
    if start:
        chosen = port or settings.PORT
        console.print(
            f"\nOpen [bold]http://{host}:{chosen}[/bold]   Ctrl-C stops everything; the data stay in {settings.GROUNDSWELL_HOME}\n"
        )
        with listening(host, chosen) as listener:
            serve(listener)


def build_once() -> None:
    """Build it where it is not there yet. What a killed build left is cleared first; other data are never touched."""
    from django.conf import settings
    from django.utils import timezone

    from demo.build import build, is_built, is_half_built
    from groundswell.listen.signals.models import Signal

    if is_built():
        return
    if is_half_built():
        console.print("The last build was interrupted; beginning anew.")
        clear()
    elif Signal.objects.exists():
        console.print(
            f"{settings.GROUNDSWELL_HOME} holds voices of your own. Choose another GROUNDSWELL_HOME for the demonstration.",
            style="red",
        )
        raise typer.Exit(2)
    columns = (
        TextColumn("{task.description:<44}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("Building the demonstration organisation")
        build(
            timezone.now(),
            progress=lambda done, total, label: bar.update(
                task, completed=done, total=total, description=label
            ),
        )


def clear() -> None:
    """Remove what an interrupted build left behind."""
    from django.conf import settings
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.EVIDENCE_HOME, ignore_errors=True)


def show_sign_ins() -> None:
    """One sign-in per role."""
    from django.conf import settings

    path = settings.GROUNDSWELL_HOME / "demo_sign_ins.json"
    if not path.exists():
        return
    console.print("\n[bold]Sign in as[/bold]")
    for person in json.loads(path.read_text()):
        console.print(
            f"  {person['role']:<14} {person['email']}   {person['password']}",
            soft_wrap=True,
            highlight=False,
        )
        console.print(f"  {'':<14} {person['look_first']}", soft_wrap=True, highlight=False, style="dim")
