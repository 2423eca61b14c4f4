"""The command line: ``groundswell --help``."""

import os
import sys

import typer

app = typer.Typer(
    name="groundswell",
    help="Customer advocacy as a management system: every voice answered, every number traced, every fix proven.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


WITHOUT_ROOMS = {"up"}
"""What only starts other processes and waits for them."""


def name_settings() -> None:
    """Ours, where nobody named others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "groundswell.config.settings")


def prepare_django() -> None:
    """Load the settings and the rooms, where this process has not yet: its log keeps the place that it has."""
    name_settings()
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


@app.callback()
def start(context: typer.Context) -> None:
    """Everything under GROUNDSWELL_HOME (default ./var); settings come from the environment."""
    if {"--help", "-h"} & set(sys.argv[1:]):
        return
    if port := asked_port(sys.argv):
        os.environ["PORT"] = port
    name_settings()
    if context.invoked_subcommand not in WITHOUT_ROOMS:
        prepare_django()


def asked_port(words: list[str]) -> str | None:
    """The port given on the command line: the settings make every link from it, so they must know it first."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--port":
            return following
        if word.startswith("--port="):
            return word.removeprefix("--port=")
    return None


def main() -> None:
    """The entry point."""
    from groundswell.config import (  # noqa: F401 they add their commands to the app
        commands_advocates,
        commands_asking,
        commands_care,
        commands_demo,
        commands_figures,
        commands_import,
        commands_serve,
        commands_start,
        commands_surveys,
        commands_themes,
    )

    app()


if __name__ == "__main__":
    # Commands register on the app of the imported module, not on that of ``__main__``.
    from groundswell.config.command_line import main as entry

    entry()
