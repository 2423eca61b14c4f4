"""Surveys as files: our own JSON and SurveyJS's out and in, Qualtrics' QSF and LimeSurvey's LSS in."""

import json
import re
from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from .actions import begin_survey, publish_version
from .definition import as_data
from .errors import DefinitionUnusable, Problem, SurveyRefusal
from .formats.brought import Brought
from .formats.limesurvey import from_lss
from .formats.limesurvey_xml import is_xml
from .formats.qualtrics import from_qsf, is_qsf
from .formats.surveyjs import from_surveyjs, to_surveyjs
from .models import KindOfScore, Survey, SurveyVersion
from .reading import read_definition

LARGEST_FILE = 8 * 1024 * 1024
DEEPEST = 40
SURVEY_FILES = "Bring our own JSON, SurveyJS's, Qualtrics' QSF or LimeSurvey's LSS."


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


def read_survey_file(content: bytes) -> Brought:
    """The survey in a file, by its content and never by its name. Raises DefinitionUnusable."""
    if len(content) > LARGEST_FILE:
        raise _refused(
            "too_large", f"{len(content)} bytes", f"A survey has at most {LARGEST_FILE >> 20} MiB."
        )
    if is_xml(content):
        return from_lss(content)
    data = _parsed(content)
    if is_qsf(data):
        return from_qsf(data)
    if isinstance(data, dict) and "schema" not in data and {"pages", "elements"} & set(data):
        return Brought(from_surveyjs(data), "SurveyJS")
    outer = _outer(data.pop("survey", {})) if isinstance(data, dict) else {}
    return Brought(read_definition(data), "Groundswell", outer.get("name", ""), outer)


def _refused(reason: str, value: str, remedy: str) -> DefinitionUnusable:
    return DefinitionUnusable([Problem("", "file", value, remedy, reason)])


def _parsed(content: bytes) -> Any:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        raise _refused("file_type", content[:20].decode("ascii", "replace"), SURVEY_FILES)
    try:
        data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=_named_once)
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair can be parsed, but not stored
    except ValueError as problem:
        raise _refused("malformed_json", str(problem)[:120], "Save it as JSON in UTF-8.") from problem
    except RecursionError as problem:
        raise _refused("too_deep", "", f"A survey is nested at most {DEEPEST} deep.") from problem
    _refuse_deep(data)
    return data


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _refused(
            "duplicate_key", twice[:120], "This name stands twice in one object. Keep one of them."
        )
    return found


def _refuse_deep(data: Any) -> None:
    level = [data]
    for _ in range(DEEPEST):
        inside = [
            one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list)
        ]
        level = [one for several in inside for one in several]
        if not level:
            return
    raise _refused("too_deep", "", f"A survey is nested at most {DEEPEST} deep.")


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
    brought: Brought,
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
    definition, outer = brought.definition, brought.outer
    code = _code(code or outer.get("code") or usual_code)
    existing, data = Survey.objects.filter(code=code).first(), as_data(definition)
    if existing:
        _refuse_other_kind(existing, outer.get("kind_of_score", existing.kind_of_score))
        made = publish_version(existing, data, by=by, at=at, begins_edition=begins_edition)
    else:
        kind = outer.get("kind_of_score", KindOfScore.EXPERIENCE)
        made = begin_survey(code, brought.title[:120] or code, kind, data, by=by, at=at)
    if is_rehearsal:
        transaction.set_rollback(True)
    would = "would be" if is_rehearsal else "is"
    return f"{made.survey.title} ({code}): version {made.number} {would} the one that asks, {len(definition.questions)} questions, in {', '.join(definition.languages)}."


def _refuse_other_kind(existing: Survey, kind: str) -> None:
    """Answers of one survey count for one kind of score, for ever."""
    if kind != existing.kind_of_score:
        raise SurveyRefusal(
            f"“{existing.title}” counts for the {existing.get_kind_of_score_display().lower()} score, and the file for "
            f"the {KindOfScore(kind).label.lower()} score. Kinds never mix: give the file another short name."
        )


def _code(wanted: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{1,60}", wanted):
        remedy = "Use lower-case letters, digits and -, or give another with --code."
        raise DefinitionUnusable([Problem("", "survey code", wanted[:60], remedy)])
    return wanted
