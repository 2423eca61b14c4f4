"""Ask about surveys and invitations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from groundswell.foundation.organisation.models import Unit

from .models import AnswerDraft, Invitation, Revision, Survey, SurveyVersion
from .piping import piped


def current_version(survey: Survey) -> SurveyVersion:
    """The wording that new answers are given to."""
    return survey.versions.select_related("survey").order_by("-number")[0]


def open_surveys() -> QuerySet[Survey]:
    """Surveys that still ask."""
    return Survey.objects.filter(closed_at=None).select_related("touchpoint")


def closed_surveys() -> QuerySet[Survey]:
    """Surveys that ask nobody any more, the last one first, with how many answers they keep."""
    return _counted(
        Survey.objects.filter(closed_at__isnull=False).select_related("touchpoint").order_by("-closed_at")
    )


def _counted(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """With how many were invited, how many of them answered, and how many answers came by any door."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return surveys.annotate(
        latest_id=Subquery(latest.values("pk")[:1]),
        number=Subquery(latest.values("number")[:1]),
        invited=_count("invitation__id"),
        invited_answered=_count("invitation__signal__id"),
        answered=_count("signal__id"),
    )


def _count(what: str) -> Coalesce:
    versions = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by().values("survey")
    return Coalesce(Subquery(versions.annotate(count=Count(what, distinct=True)).values("count")), 0)


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
    surveys = list(_counted(open_surveys()))
    house = Unit.objects.filter(parent=None).values_list("name", flat=True).first() or ""
    versions = SurveyVersion.objects.select_related("survey").in_bulk(
        [survey.latest_id for survey in surveys]
    )  # type: ignore[attr-defined]
    return [_asking(one, versions[one.latest_id], house) for one in surveys if one.latest_id in versions]  # type: ignore[attr-defined]


def _asking(one: Any, version: SurveyVersion, house: str) -> Asking:
    question = _question(one, version, house)
    return Asking(one, version, question, one.invited, one.invited_answered, one.answered)


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


def invitation_by(token: str) -> Invitation | None:
    """The invitation that a link belongs to, with what its page shows."""
    return (
        Invitation.objects.select_related("version__survey__touchpoint", "customer", "touchpoint", "unit")
        .filter(token=token)
        .first()
    )


def draft_by(token: str) -> AnswerDraft | None:
    """Answers under way behind a link."""
    wanted = AnswerDraft.objects.select_related(
        "version__survey__touchpoint", "invitation__touchpoint", "invitation__unit", "unit"
    )
    return wanted.filter(token=token).first()
