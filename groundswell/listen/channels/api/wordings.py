"""The surveys that other systems may ask, out of the database."""

from groundswell.listen.surveys.queries import version_by

from .survey_rules import Wording


def wording(code: str, number: int | None) -> Wording | None:
    """A version of a survey for other systems; the newest without a number."""
    found = version_by(code, number)
    return found and Wording(
        code=found.survey.code,
        number=found.number,
        title=found.survey.title,
        kind_of_score=found.survey.kind_of_score,
        definition=found.wording,
        content=found.definition,
        closed_at=found.survey.closed_at,
    )
