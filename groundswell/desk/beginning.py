"""What a new organisation begins with: itself, its working week, the journey, two surveys and the rules of the inner loop."""

from datetime import datetime, time

from django.db import transaction

from groundswell.act.cases.opening import begin_inner_loop
from groundswell.foundation.history.actions import record
from groundswell.foundation.journeys.models import Stage
from groundswell.foundation.organisation.models import Unit, WorkingCalendar
from groundswell.listen.complaints.clock import begin_clocks
from groundswell.listen.surveys.actions import make_survey
from groundswell.listen.surveys.models import KindOfScore

STAGES = ("Consideration", "Purchase", "Consumption", "Post-purchase doubt", "Ongoing relationship")
WHY = "What is the main reason for your number?"


class OrganisationExists(Exception):
    """There is an organisation already; a second one wants a home of its own."""


@transaction.atomic
def begin_organisation(name: str, *, time_zone: str, country: str, by: object, at: datetime) -> Unit:
    """Everything that must be there before the first voice arrives. Raises OrganisationExists."""
    if existing := Unit.objects.filter(parent=None).first():
        raise OrganisationExists(f"This home belongs to {existing.name}. Choose another GROUNDSWELL_HOME.")
    calendar = WorkingCalendar.objects.create(
        name="Monday to Friday",
        time_zone=time_zone,
        country=country,
        opens_at=time(9),
        closes_at=time(17),
        weekdays=[0, 1, 2, 3, 4],
    )
    root = Unit.objects.create(code="all", name=name, kind=Unit.Kind.ORGANISATION, calendar=calendar)
    Stage.objects.bulk_create(
        Stage(code=stage.lower().replace(" ", "-"), name=stage, position=position)
        for position, stage in enumerate(STAGES)
    )
    asks = f"How likely are you to recommend {name} to a friend or colleague?"
    make_survey(
        "brand",
        f"Your view of {name}",
        KindOfScore.RELATIONSHIP,
        score_question=asks,
        why_question=WHY,
        by=by,
        at=at,
    )
    after = f"After this experience: how likely are you to recommend {name} to a friend or colleague?"
    make_survey(
        "experience",
        "After an experience",
        KindOfScore.EXPERIENCE,
        score_question=after,
        why_question=WHY,
        by=by,
        at=at,
    )
    begin_inner_loop(by=by, at=at)
    begin_clocks(by=by, at=at)
    record("began", root, by=by, at=at, name=name)
    return root
