"""Commands that run the product."""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from .command_line import app

console = Console()


@app.command(rich_help_panel="Run")
def up(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="Port to listen on; the PORT setting otherwise.")] = None,
) -> None:
    """Start the web server and the worker in one process tree. Ctrl-C stops all of it."""
    from django.conf import settings
    from django.utils.log import configure_logging

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    with listening(host, port or settings.PORT) as listener:
        serve(listener, is_ready=False)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Take callers from now on; they wait until the server is there. Says so when the port is taken."""
    from .listening import PortTaken, open_listener

    try:
        listener = open_listener(host, port)
    except PortTaken as taken:
        console.print(str(taken), style="red")
        raise typer.Exit(2) from taken
    with listener:
        yield listener


def serve(listener: socket.socket, *, is_ready: bool = True) -> None:
    """Web and worker until somebody says stop. A web server that dies is replaced while its callers wait.

    Where database and static files are not ready, the web server brings them up to date before the worker starts: this
    process loads no room, and only waits.
    """
    from .children import Household, stop_on_signals

    host, port = listener.getsockname()[:2]
    stop = stop_on_signals()
    household = Household()
    household.start(["worker"], at_once=is_ready)
    words = ["web", "--host", host, "--port", str(port), "--listener", str(listener.fileno())]
    household.start(words if is_ready else [*words, "--prepare"], hand_down=listener.fileno())
    raise typer.Exit(max(0, household.wait(stop)))


@app.command(rich_help_panel="Run")
def web(
    host: str = "127.0.0.1",
    port: int = 8000,
    listener: Annotated[int | None, typer.Option(hidden=True, help="A socket handed down by up.")] = None,
    prepare: Annotated[bool, typer.Option(hidden=True, help="Bring all up to date first, for up.")] = False,
) -> None:
    """Start only the web server."""
    from .children import hold_the_lifeline, say_ready
    from .listening import inherited_listener
    from .serving import serve_on

    hold_the_lifeline()
    if prepare:
        ready()
        greet(host, port)
        say_ready()
    if listener is not None:
        serve_on(inherited_listener(listener))
        return
    with listening(host, port) as opened:
        serve_on(opened)


def greet(host: str, port: int) -> None:
    """Say where the product is; or how to begin, where nobody can sign in."""
    from groundswell.foundation.access.models import User

    if not User.objects.exists():
        console.print(
            'Nobody can sign in yet. Begin with: groundswell begin "Your organisation" --email you@example.org --country GB'
        )
        raise typer.Exit(2)
    console.print(f"Groundswell listens on http://{host}:{port}   Ctrl-C stops everything.")


@app.command(rich_help_panel="Run")
def worker() -> None:
    """Start only the worker."""
    from .children import hold_the_lifeline, stop_on_signals
    from .worker import work_until_stopped

    hold_the_lifeline()
    work_until_stopped(stop_on_signals())


@app.command(rich_help_panel="Run")
def migrate() -> None:
    """Bring the database and the static files up to date."""
    ready()
    console.print("The database is up to date.")


def ready() -> None:
    """Migrate and collect static files, quietly."""
    from django.conf import settings
    from django.core.management import call_command

    settings.GROUNDSWELL_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


@app.command(rich_help_panel="Care")
def jobs(as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False) -> None:
    """Run every regular job once, now, and say what each did."""
    from django.utils import timezone

    from .worker import run_all_jobs

    outcomes = run_all_jobs(timezone.now())
    if as_json:
        sys.stdout.write(json.dumps(outcomes) + "\n")
        return
    for name, outcome in outcomes.items():
        console.print(f"{name:<32} {outcome}")
