"""Figures that the advocacy office stands for, those of the scorecards first; one withdrawn, one still a draft."""

from datetime import date, datetime, time, timedelta

from demo.months import Months
from demo.organisation import DEMO_SHOP, ROOT, Organisation
from groundswell.foundation.access.models import User
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.listen.surveys.models import KindOfScore
from groundswell.understand.certified.actions import certify, draft_figure, withdraw
from groundswell.understand.certified.models import CertifiedFigure
from groundswell.understand.scores.periods import read_period
from groundswell.understand.scores.question import Question

RELATIONSHIP, EXPERIENCE = KindOfScore.RELATIONSHIP, KindOfScore.EXPERIENCE
ON_SCORECARDS = (
    (RELATIONSHIP, ROOT, ""),
    (RELATIONSHIP, "shops", ""),
    (RELATIONSHIP, "web-shop", ""),
    (EXPERIENCE, ROOT, "returns"),
    (EXPERIENCE, "shops", "returns"),
    (EXPERIENCE, DEMO_SHOP, "returns"),
    (EXPERIENCE, DEMO_SHOP, "shop-visit"),
)


def certify_figures(
    organisation: Organisation, touchpoints: dict[str, Touchpoint], office: User, months: Months
) -> None:
    """The last two quarters, certified a week after each ended."""
    today = months.today
    last = read_period(f"{today.year}-Q{(today.month + 2) // 3}", today).before()

    def drafted(
        kind: str, unit: str, point: str, period: str, until: date
    ) -> tuple[CertifiedFigure, datetime]:
        question = Question(
            today, kind, period=period, unit=organisation.units[unit], touchpoint=touchpoints.get(point)
        )
        at = datetime.combine(until + timedelta(days=7), time(10), months.at.tzinfo)
        at = min(at, months.at)
        return draft_figure(question, by=office, at=at), at

    for quarter in (last.before(), last):
        for kind, unit, point in ON_SCORECARDS:
            figure, at = drafted(kind, unit, point, quarter.code, quarter.until)
            if figure.until < at.date():
                certify(figure, by=office, at=at, note="For the scorecards of the quarter.")
    mistaken, at = drafted(EXPERIENCE, "web-shop", "returns", last.code, last.until)
    certify(mistaken, by=office, at=at)
    reason = "The board asked for the whole web shop. This counts its returns only."
    withdraw(mistaken, reason=reason, by=office, at=at + timedelta(hours=3))
    drafted(EXPERIENCE, ROOT, "delivery", last.code, last.until)
