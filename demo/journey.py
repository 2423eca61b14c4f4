"""The journey: five stages, twelve touchpoints, and the surveys that ask about them."""

from dataclasses import dataclass
from datetime import datetime

from demo.organisation import BUILDER
from groundswell.foundation.history.actions import Deed, record_all
from groundswell.foundation.journeys.models import Stage, Touchpoint
from groundswell.listen.surveys.definition import recommendation
from groundswell.listen.surveys.models import KindOfScore, Survey, SurveyVersion

STAGES = {
    "consideration": (
        "Consideration",
        {"browsing": "Browsing the web shop", "newsletter": "Newsletter and offers"},
    ),
    "purchase": (
        "Purchase",
        {"shop-visit": "Shop visit", "fitting-room": "Fitting room", "checkout": "Web checkout"},
    ),
    "consumption": (
        "Consumption",
        {"delivery": "Delivery", "garment": "Wearing it", "alterations": "Alterations"},
    ),
    "post-purchase-doubt": (
        "Post-purchase doubt",
        {"returns": "Returns and refunds", "order-help": "Help with an order"},
    ),
    "ongoing-relationship": (
        "Ongoing relationship",
        {"loyalty-club": "Loyalty club", "complaint-handling": "Complaint handling"},
    ),
}
BRAND = "brand"
ASKS = "How likely are you to recommend Linden & Lark to a friend or colleague?"


@dataclass(frozen=True)
class Journey:
    """Touchpoints by code, and the versions of each survey, the first one first; ``brand`` asks about everything."""

    touchpoints: dict[str, Touchpoint]
    versions: dict[str, list[SurveyVersion]]


def make_journey(began_at: datetime, reworded_at: datetime) -> Journey:
    """Stages, touchpoints and surveys. The relationship survey and that about returns were reworded once."""
    touchpoints: dict[str, Touchpoint] = {}
    for position, (code, (name, points)) in enumerate(STAGES.items(), start=1):
        stage = Stage.objects.create(code=code, name=name, position=position)
        rows = [
            Touchpoint(code=c, name=n, stage=stage, position=i)
            for i, (c, n) in enumerate(points.items(), start=1)
        ]
        touchpoints |= {point.code: point for point in Touchpoint.objects.bulk_create(rows)}
    surveys = [Survey(code=BRAND, title="Linden & Lark as a whole", kind_of_score=KindOfScore.RELATIONSHIP)]
    surveys += [
        Survey(code=code, title=point.name, kind_of_score=KindOfScore.EXPERIENCE, touchpoint=point)
        for code, point in touchpoints.items()
    ]
    made = Survey.objects.bulk_create(surveys)
    versions = {survey.code: [_version(survey, 1, began_at)] for survey in made}
    for code in (BRAND, "returns"):
        versions[code].append(_version(versions[code][0].survey, 2, reworded_at))
    every = [version for found in versions.values() for version in found]
    record_all(
        [
            Deed("made survey version", one, BUILDER, one.created_at, {"survey": one.survey.code})
            for one in every
        ]
    )
    return Journey(touchpoints, versions)


def _version(survey: Survey, number: int, at: datetime) -> SurveyVersion:
    why = (
        "What is the main reason for your answer?"
        if number == 1
        else "What is the one thing we should keep or change?"
    )
    about = "" if survey.touchpoint is None else f"Thinking of {survey.touchpoint.name.lower()}: "
    asks = about + (ASKS[0].lower() + ASKS[1:] if about else ASKS)
    return SurveyVersion.objects.create(
        survey=survey, number=number, definition=recommendation(asks, why), created_at=at
    )
