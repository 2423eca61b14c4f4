"""Scores for other systems: the questions of the pages, with the same names and the same visibility."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from groundswell.foundation.access.models import ApiToken, User
from groundswell.listen.channels.api.errors import Refused
from groundswell.listen.channels.api.posted import as_json, caller_of, refusal, unusable
from groundswell.look.addresses import plain_address
from groundswell.science.scores.figure import Figure
from groundswell.science.scores.nps import NpsTally

from .answering import change_of, course_of, known_wordings, lines_by, whole_of
from .axes import axes_for
from .pictures import label_of
from .question import ONLY_OF_VOICES, Question, UnreadableQuestion, read_question
from .rules import READS_SCORES, may_compare_people
from .tree import Branch, tree_of

Row = dict[str, Any]


def scores(request: HttpRequest) -> HttpResponse:
    """GET one question: 200 with the figure, 422 with a sentence that says what could be asked."""
    if request.method not in {"GET", "HEAD"}:
        return refusal("method", allow="GET, HEAD")
    now = timezone.now()
    try:
        user = reader_of(request)
        given = plain_address(request)
        question = read_question(given, user, timezone.localdate(now), also=("by",), without=ONLY_OF_VOICES)
        by = _axis(given.get("by", ""), user)
        if question.employee and not may_compare_people(user):
            raise Refused("forbidden")
    except Refused as refused:
        return refusal(refused.problem, refused.field)
    except (UnreadableQuestion, BadRequest) as unreadable:
        return unusable(str(unreadable))
    return as_json(200, {"as_of": now.isoformat(), **answer(question, by, user)})


def reader_of(request: HttpRequest) -> User:
    """Who asks: the owner of a token that reads scores. Raises Refused."""
    user: User = caller_of(request, timezone.now(), ApiToken.Scope.SCORES).owner
    if user.role not in READS_SCORES:
        raise Refused("forbidden")
    return user


def _axis(code: str, user: User) -> str:
    known = ["month", *axes_for(user)]
    if code and code not in known:
        raise UnreadableQuestion(f"“{code[:40]}” is none of {', '.join(known)}.")
    return code


def answer(question: Question, by: str, user: User) -> Row:
    """The figure, what moved, and what it is made of; every number with n, margin and definition."""
    whole = whole_of(question, user)
    moved = change_of(question, whole.tally, user, known_wordings(question))
    definition, change = whole.figure.definition, moved.difference
    return {
        "question": _question(question),
        "figure": _figure(whole.figure, whole.tally),
        "change": {
            "since": str(moved.before.since),
            "until": str(moved.before.until),
            "points": change and change.points,
            "low": change and change.interval.low,
            "high": change and change.interval.high,
            "p_value": change and change.p_value,
            "words": change.in_words() if change else moved.reason,
        },
        "by": by,
        "rows": _rows(question, by, user, whole.tally),
        "definition": {
            "code": definition.code,
            "version": definition.version,
            "sentence": definition.sentence,
            "source": definition.source,
        },
    }


def _question(question: Question) -> Row:
    return {
        "kind": question.kind,
        "since": str(question.since),
        "until": str(question.until),
        "unit": question.unit and question.unit.code,
        "without": question.without and question.without.code,
        "stage": question.stage and question.stage.code,
        "touchpoint": question.touchpoint and question.touchpoint.code,
        "channel": question.channel or None,
        "segment": question.segment or None,
        "theme": question.theme and question.theme.code,
        "attribute": question.attribute and question.attribute.address,
        "employee": question.employee and question.employee.pk,
        "edition": question.edition and question.edition.id,
    }


def _rows(question: Question, by: str, user: User, whole: NpsTally) -> list[Row]:
    if by == "month":
        return [
            {"month": f"{month.month:%Y-%m}", "name": label_of(month), **_figure(month.figure, None)}
            for month, is_shown in course_of(question, user)
            if is_shown
        ]
    if by == "unit":
        return [row for branch in tree_of(question, user) for row in _branches(branch, None)]
    if by:
        return [
            {"code": line.code or None, "name": line.name, **_figure(line.figure, line.shown.tally)}
            for line in lines_by(axes_for(user)[by], question, user, whole)
        ]
    return []


def _branches(branch: Branch, above: str | None) -> list[Row]:
    own: Row = {"code": branch.code or None, "name": branch.name, "within": above}
    below = [row for inner in branch.branches for row in _branches(inner, branch.code)]
    return [own | _figure(branch.figure, branch.shown.tally), *below]


def _figure(shown: Figure, tally: NpsTally | None) -> Row:
    """What is not shown is null, with the reason."""
    counts = tally if shown.is_known else None
    return {
        "n": shown.n if shown.is_known or (tally and not tally.n) else None,
        "score": shown.score,
        "low": shown.low,
        "high": shown.high,
        "promoters": counts and counts.promoters,
        "passives": counts and counts.passives,
        "detractors": counts and counts.detractors,
        "too_few": shown.reason,
    }
