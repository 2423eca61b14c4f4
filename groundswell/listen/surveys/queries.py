"""Ask about surveys and invitations."""

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery

from .models import Invitation, Survey, SurveyVersion


def current_version(survey: Survey) -> SurveyVersion:
    """The wording that new answers are given to."""
    return survey.versions.select_related("survey").order_by("-number")[0]


def open_surveys() -> QuerySet[Survey]:
    """Surveys that still ask, with what was sent and answered and the wording in use."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return (
        Survey.objects.filter(closed_at=None)
        .select_related("touchpoint")
        .annotate(
            wording=Subquery(latest.values("score_question")[:1]),
            number=Max("versions__number"),
            invited=Count("versions__invitation", distinct=True),
            answered=Count("versions__invitation__signal", distinct=True),
        )
    )


def invitation_by(token: str) -> Invitation | None:
    """The invitation that a link belongs to, with what its page shows."""
    return (
        Invitation.objects.select_related("version__survey", "customer", "touchpoint")
        .filter(token=token)
        .first()
    )
