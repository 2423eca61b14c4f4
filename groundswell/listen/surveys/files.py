"""Surveys as files: our own JSON out and in, and SurveyJS's."""

import json
import re
from datetime import datetime
from typing import Any

from django.db import transaction

from .actions import begin_survey, publish_version
from .definition import Definition, as_data
from .errors import DefinitionUnusable, Problem
from .models import KindOfScore, Survey, SurveyVersion
from .reading import read_definition
from .surveyjs import from_surveyjs, to_surveyjs

LARGEST_FILE = 1024 * 1024


def survey_file(version: SurveyVersion) -> str:
    """A survey as a file that another house can read."""
    survey = version.survey
    outer = {"code": survey.code, "name": survey.title, "kind_of_score": survey.kind_of_score}
    return _written(as_data(version.wording) | {"survey": outer})


def surveyjs_file(version: SurveyVersion) -> str:
    """The same for SurveyJS."""
    return _written(to_surveyjs(version.wording))


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def read_survey_file(content: bytes) -> tuple[Definition, dict[str, str]]:
    """The survey in a file, in our words or in SurveyJS's, and what it was called. Raises DefinitionUnusable."""
    if len(content) > LARGEST_FILE:
        raise DefinitionUnusable(
            [Problem("", "file", f"{len(content)} bytes", "A survey has at most 1 MiB.")]
        )
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as problem:
        raise DefinitionUnusable(
            [Problem("", "file", str(problem)[:120], "Save it as JSON in UTF-8.")]
        ) from problem
    if isinstance(data, dict) and "schema" not in data and {"pages", "elements"} & set(data):
        return from_surveyjs(data), {}
    outer = data.pop("survey", {}) if isinstance(data, dict) else {}
    return read_definition(data), _outer(outer)


def _outer(given: Any) -> dict[str, str]:
    wanted = {"code": 60, "name": 120, "kind_of_score": 20}
    known = given if isinstance(given, dict) else {}
    found = {name: str(known[name])[:length] for name, length in wanted.items() if name in known}
    if found.get("kind_of_score", KindOfScore.EXPERIENCE) not in KindOfScore.values:
        remedy = f"Choose one of {', '.join(KindOfScore.values)}."
        raise DefinitionUnusable([Problem("", "survey kind_of_score", found["kind_of_score"], remedy)])
    return found


@transaction.atomic
def bring_survey(
    content: bytes,
    *,
    code: str | None,
    usual_code: str,
    by: object,
    at: datetime,
    begins_edition: bool = False,
    is_rehearsal: bool = False,
) -> str:
    """Begin a survey from a file, or publish the next version where one has its code; says what became of it.

    Raises DefinitionUnusable and SurveyRefusal. A rehearsal takes everything back.
    """
    definition, outer = read_survey_file(content)
    code = _code(code or outer.get("code") or usual_code)
    existing, data = Survey.objects.filter(code=code).first(), as_data(definition)
    if existing:
        made = publish_version(existing, data, by=by, at=at, begins_edition=begins_edition)
    else:
        kind = outer.get("kind_of_score", KindOfScore.EXPERIENCE)
        made = begin_survey(code, outer.get("name", code), kind, data, by=by, at=at)
    if is_rehearsal:
        transaction.set_rollback(True)
    would = "would be" if is_rehearsal else "is"
    return f"{made.survey.title} ({code}): version {made.number} {would} the one that asks, {len(definition.questions)} questions, in {', '.join(definition.languages)}."


def _code(wanted: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{1,60}", wanted):
        remedy = "Use lower-case letters, digits and -, or give another with --code."
        raise DefinitionUnusable([Problem("", "survey code", wanted[:60], remedy)])
    return wanted
