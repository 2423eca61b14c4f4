"""What employees said about their work, never about fewer than five of them together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from groundswell.foundation.access.models import User
from groundswell.foundation.access.queries import units_visible_to
from groundswell.foundation.organisation.models import Unit
from groundswell.foundation.organisation.queries import subtree_ids
from groundswell.listen.signals.models import Answer, Signal
from groundswell.listen.surveys.models import Survey
from groundswell.listen.surveys.queries import current_version
from groundswell.science.scores.enps import enps_figure
from groundswell.science.scores.figure import Figure
from groundswell.science.scores.nps import NpsTally
from groundswell.science.statistics.disclosure import whole_batches


@dataclass(frozen=True, slots=True)
class EmployeeLine:
    """The score of one part of the organisation, or of all of it (no unit)."""

    unit: Unit | None
    figure: Figure


def employee_lines(survey: Survey, user: User) -> list[EmployeeLine]:
    """The employees' score of every part within sight, the whole first for those who see everything: it stands for
    the one part that holds all others, too.

    Only answers of the present edition of the core question are counted.
    """
    counted = whole_batches(_answers(survey))
    seen = list(units_visible_to(user).order_by("name"))
    tops = [unit for unit in seen if unit.parent_id is None]
    if user.sees_everything and len(tops) == 1:
        seen.remove(tops[0])
    lines = [EmployeeLine(unit, _figure(counted, set(subtree_ids(unit)))) for unit in seen]
    whole = [EmployeeLine(None, _figure(counted, counted))] if user.sees_everything else []
    return [*whole, *(line for line in lines if line.figure.n)]


def _answers(survey: Survey) -> dict[int | None, list[int]]:
    """Every score by the unit of who gave it, in the order of arrival."""
    present = current_version(survey)
    found = Answer.objects.filter(
        signal__kind=Signal.Kind.EMPLOYEE,
        signal__version__survey=survey,
        signal__version__core_edition=present.core_edition,
        kind="employee",
        number__isnull=False,
    )
    by_unit: dict[int | None, list[int]] = {}
    for unit_id, number in found.order_by("signal_id").values_list("signal__unit_id", "number"):
        by_unit.setdefault(unit_id, []).append(number)
    return by_unit


def _figure(counted: Mapping[int | None, Sequence[int]], units: Collection[int | None]) -> Figure:
    scores = [score for unit_id, given in counted.items() if unit_id in units for score in given]
    return enps_figure(NpsTally.from_scores(scores))
