"""Where the outer loop plays: the organisation, its journey and the council, seen from a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.council import Council, make_council
from demo.months import Months, working_moment
from demo.organisation import Organisation
from demo.outer_words import Issue
from groundswell.act.huddles.models import Elevation
from groundswell.act.opportunities.actions import open_opportunity
from groundswell.act.opportunities.models import Opportunity
from groundswell.foundation.journeys.models import Touchpoint
from groundswell.foundation.organisation.models import Person
from groundswell.understand.themes.models import Theme


@dataclass(frozen=True)
class Stage:
    """Everybody and everything that the outer loop needs."""

    organisation: Organisation
    touchpoints: dict[str, Touchpoint]
    themes: dict[str, Theme]
    months: Months
    council: Council

    @property
    def office(self) -> Person:
        return self.organisation.posts["head of customer advocacy"]

    def ago(self, days: int, hour: int = 10) -> datetime:
        """A moment in working hours so many days ago, on a week day."""
        return working_moment(self.months.today - timedelta(days=days), hour)


def set_stage(
    organisation: Organisation, touchpoints: dict[str, Touchpoint], themes: dict[str, Theme], months: Months
) -> Stage:
    """The council is made a good year ago."""
    return Stage(
        organisation, touchpoints, themes, months, make_council(organisation, months.at - timedelta(days=400))
    )


def open_issue(stage: Stage, issue: Issue, elevation: Elevation | None = None) -> Opportunity:
    """Enter one issue in the register."""
    return open_opportunity(
        title=issue.title, problem=issue.problem, impact=issue.impact, effort_days=issue.effort, by=stage.office,
        at=stage.ago(issue.days_ago), theme=stage.themes[issue.theme], touchpoint=stage.touchpoints[issue.touchpoint],
        elevation=elevation, owner=stage.organisation.posts[issue.owner],
    )  # fmt: skip
