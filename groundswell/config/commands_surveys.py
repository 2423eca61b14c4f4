"""Commands that take surveys out and bring them in."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .command_line import app

survey = typer.Typer(help="Surveys as files.", no_args_is_help=True)
app.add_typer(survey, name="survey", rich_help_panel="Voices")
console = Console()


@survey.command("export")
def export_survey(
    code: Annotated[str, typer.Argument(help="The short name of the survey.")],
    surveyjs: Annotated[bool, typer.Option("--surveyjs", help="For SurveyJS.")] = False,
) -> None:
    """Write a survey to standard output as JSON."""
    from groundswell.listen.surveys.files import survey_file, surveyjs_file
    from groundswell.listen.surveys.models import Survey
    from groundswell.listen.surveys.queries import current_version

    from .commands_serve import ready

    ready()
    found = Survey.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Survey.objects.values_list("code", flat=True)) or "none yet"
        raise typer.BadParameter(f"No survey is called {code!r}. Known: {known}.")
    version = current_version(found)
    sys.stdout.write(surveyjs_file(version) if surveyjs else survey_file(version))


@survey.command("import")
def import_survey(
    file: Annotated[
        Path,
        typer.Argument(
            help="Our own JSON, SurveyJS's, Qualtrics' QSF or LimeSurvey's LSS.", exists=True, dir_okay=False
        ),
    ],
    code: Annotated[str, typer.Option(help="Its short name; taken from the file where it says one.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, store nothing.")] = False,
    new_edition: Annotated[
        bool,
        typer.Option(
            "--new-edition",
            help="Begin a new edition of the score: earlier scores are not compared with it. Needed when the core question changes.",
        ),
    ] = False,
) -> None:
    """Begin a survey from a file, or publish the next version of one. Exit status 2: the file is unusable."""
    from django.utils import timezone
    from django.utils.text import slugify

    from groundswell.listen.surveys.errors import CoreQuestionChanged, DefinitionUnusable, SurveyRefusal
    from groundswell.listen.surveys.files import bring_survey, read_survey_file

    from .commands_serve import ready

    ready()
    try:
        brought = read_survey_file(file.read_bytes())
        for left in brought.left:
            console.print(f"  {left.sentence}", markup=False, soft_wrap=True)
        told = bring_survey(
            brought,
            code=code or None,
            usual_code=slugify(brought.title)[:60] or file.stem,
            by="command line",
            at=timezone.now(),
            begins_edition=new_edition,
            is_rehearsal=dry_run,
        )
    except DefinitionUnusable as unusable:
        console.print(f"{file.name} could not be used.", markup=False)
        for problem in unusable.problems:
            console.print(f"  {problem.sentence}", markup=False, soft_wrap=True)
        raise typer.Exit(2) from unusable
    except SurveyRefusal as refusal:
        hint = "Say so with --new-edition." if isinstance(refusal, CoreQuestionChanged) else ""
        console.print(str(refusal), hint, markup=False, soft_wrap=True)
        raise typer.Exit(2) from refusal
    console.print(told, markup=False, soft_wrap=True)
