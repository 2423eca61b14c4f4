"""Ask about surveys and invitations."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Count, Max, Model, OuterRef, QuerySet, Subquery

from .models import AnswerDraft, Invitation, Revision, Survey, SurveyVersion

Row = TypeVar("Row", bound=Model)


def current_version(survey: Survey) -> SurveyVersion:
    """The wording that new answers are given to."""
    return survey.versions.select_related("survey").order_by("-number")[0]


def version_by(code: str, number: int | None = None) -> SurveyVersion | None:
    """A version of a survey by its number; the newest without one."""
    found = SurveyVersion.objects.select_related("survey__touchpoint").filter(survey__code=code)
    return (found if number is None else found.filter(number=number)).order_by("-number").first()


def open_surveys() -> QuerySet[Survey]:
    """Surveys that still ask, with what was sent and answered and the wording in use."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return (
        Survey.objects.filter(closed_at=None)
        .select_related("touchpoint")
        .annotate(
            latest_id=Subquery(latest.values("pk")[:1]),
            number=Max("versions__number"),
            invited=Count("versions__invitation", distinct=True),
            answered=Count("versions__invitation__signal", distinct=True),
        )
    )


def asking_surveys() -> list[tuple[Survey, SurveyVersion | None]]:
    """Surveys that still ask, each with the wording in use."""
    surveys = list(open_surveys())
    versions = SurveyVersion.objects.in_bulk([survey.latest_id for survey in surveys])  # type: ignore[attr-defined]
    return [(survey, versions.get(survey.latest_id)) for survey in surveys]  # type: ignore[attr-defined]


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


def asking_version(code: str) -> SurveyVersion | None:
    """The wording behind an open link, with everything that its pages show; None where no survey is."""
    wanted = SurveyVersion.objects.select_related("survey__touchpoint")
    return _only(wanted.filter(survey__code=code).order_by("-number"))


def invitation_by(token: str) -> Invitation | None:
    """The invitation that a link belongs to, with what its page shows."""
    wanted = Invitation.objects.select_related(
        "version__survey__touchpoint", "customer", "touchpoint", "unit"
    )
    return _only(wanted.filter(token=token))


def draft_by(
    token: str, *, version: SurveyVersion | None = None, invitation: Invitation | None = None
) -> AnswerDraft | None:
    """Answers under way behind a link. What the caller has read already is not read again."""
    draft = _only(AnswerDraft.objects.filter(token=token))
    return draft and draft.knowing(version, invitation)


def _only(found: QuerySet[Row]) -> Row | None:
    """The first row as it is ordered: ``first`` would order by the key as well."""
    return next(iter(found[:1]), None)
