"""Commands that make themes: one, or several from a file."""

from pathlib import Path
from typing import Annotated

import typer

from .command_line import app
from .telling import console

BY = "command line"
Words = Annotated[str, typer.Option(help="What shows it, with commas: queue,long wait.")]


@app.command("add-theme", rich_help_panel="Figures")
def add_theme(
    name: str,
    words: Words,
    never: Annotated[str, typer.Option(help="What looks like it but is not meant, with commas.")] = "",
    means: Annotated[str, typer.Option(help="What it means, in one sentence.")] = "",
) -> None:
    """Name what customers talk about. What was said before is searched for it by the worker."""
    from django.utils import timezone

    from groundswell.understand.themes.actions import make_theme
    from groundswell.understand.themes.errors import ThemeRefused
    from groundswell.understand.theming.forms import terms_of

    try:
        made = make_theme(
            name,
            "",
            terms_of(words),
            never_terms=terms_of(never),
            description=means[:300],
            by=BY,
            at=timezone.now(),
        )
    except ThemeRefused as refused:
        raise typer.BadParameter(str(refused)) from refused
    console.print(f"{made} is made. Its words: {', '.join(made.terms)}.", markup=False)


@app.command("import-themes", rich_help_panel="Figures")
def import_themes(
    file: Annotated[
        Path,
        typer.Argument(
            help="Columns theme and words; not and meaning if you like. One line for each theme or word."
        ),
    ],
) -> None:
    """Make several themes. One that is here gets the file's words. Exit status 1: some lines cannot be used."""
    from django.utils import timezone

    from groundswell.listen.channels.files.errors import FileUnusable
    from groundswell.listen.channels.files.tables import read_table, recognised
    from groundswell.understand.theming.bringing import COLUMNS, keep_themes, read_themes

    try:
        table = read_table(file, file.name)
    except (FileUnusable, OSError) as unusable:
        raise typer.BadParameter(str(unusable)) from unusable
    columns = recognised(table.heads, COLUMNS)
    if missing := [one.name for one in COLUMNS if one.is_needed and one.name not in columns]:
        raise typer.BadParameter(f"The file has no column {' and no column '.join(missing)}.")
    read = read_themes(table, columns)
    made, changed = keep_themes(read, by=BY, at=timezone.now())
    console.print(f"{made} made, {changed} changed. {read.problems.count} lines cannot be used.")
    for row, why in read.problems.told:
        console.print(f"  Row {row}: {why}", markup=False)
    raise typer.Exit(int(read.problems.count > 0))
