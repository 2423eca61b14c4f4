"""Ask about surveys and invitations."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery

from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Unit

from .models import AnswerDraft, Invitation, Revision, Survey, SurveyVersion
from .piping import piped
from .reading import known_definition

Row = TypeVar("Row", bound=Model)


def current_version(survey: Survey) -> SurveyVersion:
    """The wording that new answers are given to."""
    return survey.versions.select_related("survey").order_by("-number")[0]


def version_by(code: str, number: int | None = None) -> SurveyVersion | None:
    """A version of a survey by its number; the newest without one."""
    found = SurveyVersion.objects.select_related("survey__touchpoint").filter(survey__code=code)
    return (found if number is None else found.filter(number=number)).order_by("-number").first()


def open_surveys() -> QuerySet[Survey]:
    """Surveys that still ask."""
    return Survey.objects.filter(closed_at=None).select_related("touchpoint")


def closed_surveys() -> list[tuple[Survey, int | None]]:
    """Surveys that ask nobody any more, the one closed last first, each with how many answers it keeps.

    None where employees were asked: their answers are counted in whole batches only.
    """
    answered, closed = _answered(), Survey.objects.filter(closed_at__isnull=False).order_by("-closed_at")
    of_employees = SurveyVersion.objects.filter(definition__questions__0__kind="employee")
    silent = set(of_employees.values_list("survey_id", flat=True))
    return [(one, None if one.pk in silent else answered.get(one.pk, 0)) for one in closed]


def _answered() -> dict[int, int]:
    """How many answers came to each survey, by any door."""
    every = SurveyVersion.objects.order_by().values_list("survey_id")
    return dict(every.annotate(answers=Count("signal")))


def _invited() -> dict[int, tuple[int, int]]:
    """How many were invited to each survey, and how many of them answered."""
    every = Invitation.objects.order_by().values_list("version__survey_id")
    counts = every.annotate(
        invited=Count("pk", distinct=True),
        answered=Count("pk", distinct=True, filter=Q(signal__isnull=False)),
    )
    return {survey: (invited, answered) for survey, invited, answered in counts}


@dataclass(frozen=True, slots=True)
class Asking:
    """A survey that asks, with the wording in use and how many answer it."""

    survey: Survey
    version: SurveyVersion
    question: str
    invited: int
    invited_answered: int
    answered: int

    @property
    def response_rate(self) -> float | None:
        """The share of those invited who answered; None where nobody was invited."""
        return self.invited_answered / self.invited if self.invited else None


def asking_surveys() -> list[Asking]:
    """Surveys that still ask, each with the wording in use."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("survey")).order_by("-number").values("pk")[:1]
    versions = SurveyVersion.objects.filter(pk=Subquery(latest)).select_related("survey")
    version_of = {version.survey_id: version for version in versions}
    house = Unit.objects.filter(parent=None).values_list("name", flat=True).first() or ""
    invited, answered = _invited(), _answered()
    return [
        Asking(
            survey,
            version_of[survey.pk],
            _question(survey, version_of[survey.pk], house),
            *invited.get(survey.pk, (0, 0)),
            answered.get(survey.pk, 0),
        )
        for survey in open_surveys()
        if survey.pk in version_of
    ]


def _question(survey: Survey, version: SurveyVersion, house: str) -> str:
    """The core question with the names of its places; the name of the place where there is none."""
    names = {"touchpoint": str(survey.touchpoint or "{touchpoint}"), "unit": "{unit}", "organisation": house}
    return piped(version.score_question, names)


def history_of(survey: Survey) -> QuerySet[SurveyVersion]:
    """Every wording of a survey with how many answers were given to it, the newest first."""
    return survey.versions.annotate(answered=Count("signal", distinct=True)).order_by("-number")


def work_on(survey: Survey) -> dict[str, Any]:
    """The next version as it stands, or the present one where nobody began."""
    revision = Revision.objects.filter(survey=survey).first()
    return revision.definition if revision else current_version(survey).definition


def left_alone(since: datetime) -> QuerySet[AnswerDraft]:
    """Answers under way that nobody has touched for a while; tests are left alone for good."""
    return AnswerDraft.objects.filter(touched_at__lte=since, trial__isnull=True).order_by("touched_at")


def tests_of(survey: Survey) -> QuerySet[AnswerDraft]:
    """What was answered in tests of a survey."""
    return AnswerDraft.objects.filter(version__survey=survey).filter(trial__isnull=False)


ASKING = """
SELECT v.id, v.survey_id, v.number, v.core_edition, CAST(v.definition AS text),
       s.title, s.kind_of_score, s.closed_at, s.touchpoint_id, t.name
FROM surveys_version v JOIN surveys_survey s ON s.id = v.survey_id
LEFT JOIN journeys_touchpoint t ON t.id = s.touchpoint_id
WHERE s.code = %s ORDER BY v.number DESC LIMIT 1
"""
"""Every opened page of every customer asks this: as it stands it takes a tenth of what building it would."""


SURVEY_COLUMNS = ("id", "code", "title", "kind_of_score", "touchpoint_id", "closed_at")
VERSION_COLUMNS = ("id", "survey_id", "number", "core_edition")


def asking_version(code: str) -> SurveyVersion | None:
    """The wording behind an open link, with everything that its pages show; None where no survey is."""
    with connection.cursor() as cursor:
        cursor.execute(ASKING, [code])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, survey_id, number, edition, text, title, kind, closed_at, touchpoint_id, touchpoint = row
    of_survey = (survey_id, code, title, kind, touchpoint_id, closed_at and _aware(closed_at))
    survey = Survey.from_db(connection.alias, SURVEY_COLUMNS, of_survey)
    survey.touchpoint = Touchpoint(pk=touchpoint_id, name=touchpoint) if touchpoint_id else None
    version = SurveyVersion.from_db(connection.alias, VERSION_COLUMNS, (pk, survey_id, number, edition))
    version.survey, version.wording = survey, known_definition(text)
    return version


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def invitation_by(token: str) -> Invitation | None:
    """The invitation that a link belongs to, with what its page shows."""
    wanted = Invitation.objects.select_related(
        "version__survey__touchpoint", "customer", "touchpoint", "unit"
    )
    return _only(wanted.filter(token=token))


HELD = "SELECT * FROM surveys_answer_draft WHERE token = %s"
HELD_FOR_US = "SELECT * FROM surveys_answer_draft WHERE token = %s FOR UPDATE"


def draft_by(
    token: str,
    *,
    version: SurveyVersion | None = None,
    invitation: Invitation | None = None,
    locked: bool = False,
) -> AnswerDraft | None:
    """Answers under way behind a link. What the caller has read already is not read again."""
    is_ours = locked and connection.features.has_select_for_update
    found = AnswerDraft.objects.raw(HELD_FOR_US if is_ours else HELD, [token])
    draft = next(iter(found), None)
    return draft and draft.knowing(version, invitation)


def _only(found: QuerySet[Row]) -> Row | None:
    """The first row as it is ordered: ``first`` would order by the key as well."""
    return next(iter(found[:1]), None)
